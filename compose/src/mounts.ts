import { join } from "node:path";
import { annotated } from "./annotated.ts";
import { inContainer, pathFrom } from "./layout.ts";

/** Where a project is on this machine, seen from the folder the file is written to. */
export interface ProjectPlace {
  readonly fileDir: string;
  readonly projectDir: string;
}

/**
 * Shows a part of the project to a container, read-only and at its own place, so that relative imports still hold. A
 * part that is not there is an error at start, where the short syntax would make an empty folder that root owns.
 */
export function projectMount({ fileDir, projectDir }: ProjectPlace, ...part: readonly string[]): object {
  return {
    type: "bind",
    source: annotated(pathFrom(fileDir, join(projectDir, ...part)), "CHIMERA_PROJECT"),
    target: [inContainer.project, ...part].join("/"),
    read_only: true,
    bind: { create_host_path: false },
  };
}

/** The one volume that outlives the containers: logs and runs of every node. */
export const recordsVolume = "records";

export const recordsMount = { type: "volume", source: recordsVolume, target: inContainer.records };
