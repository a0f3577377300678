import type { ChimeraConfig } from "@chimera/config";
import { basename } from "node:path";
import { Document, isMap, visit } from "yaml";
import type { YAMLMap } from "yaml";
import manifest from "../package.json" with { type: "json" };
import { annotated } from "./annotated.ts";
import { pathFrom } from "./layout.ts";
import { masterName, masterService } from "./master-service.ts";
import { recordsVolume } from "./mounts.ts";
import { buildOf, imageOf, networkKey } from "./node-service.ts";
import { workerService } from "./worker-service.ts";

export interface ComposeFileOptions {
  /** Folder the file is written to; the paths in it are relative to this folder. */
  readonly fileDir: string;
  /** Root of the clone, which the images are built from. */
  readonly repositoryDir: string;
  /** Tag of the two images. Default: the version of this package. */
  readonly imageTag?: string;
  /** Whether the project has a `chimera_test_data` folder to show to the master. Default true. */
  readonly holdOut?: boolean;
  /**
   * Where the master runs. `host` makes a file of the workers alone, under a Compose project name of its own, so that
   * the containers of one do not replace those of the other. Default `container`.
   */
  readonly master?: "container" | "host";
}

const remarks =
  " Behind each value stands the variable that made it; in `environment` the key is the variable itself.";

const headers = {
  container: ` Made by \`npm run compose\` from the CHIMERA_* variables and the project's .env: change those and run it again.
${remarks}
 
 docker compose up            builds the two images when they are missing, waits for the workers, starts the master
 docker compose up --build    after a change of the framework (the project's own files are mounted, not built in)
 docker compose down -v       removes everything again, logs and runs included`,
  host: ` Made by a master on the host that runs its workers in containers (CHIMERA_RUNTIME=compose), at each start anew.
${remarks}`,
};

/**
 * The text of `docker-compose.yml` for a checked configuration: one service for each worker, and one for the master
 * unless it runs on the host. The same configuration and options give the same text.
 */
export function composeFile(config: ChimeraConfig, options: ComposeFileOptions): string {
  const document = new Document(structure(config, options), {
    compat: "yaml-1.1",
    aliasDuplicateObjects: false,
  });
  document.commentBefore = headers[options.master ?? "container"];
  escapeDollars(document);
  separate(document.contents as YAMLMap);
  separate(document.get("services") as YAMLMap);
  return document.toString({ lineWidth: 0 });
}

function structure(config: ChimeraConfig, options: ComposeFileOptions): object {
  return {
    name: annotated(projectName(config.projectDir, options), "CHIMERA_PROJECT"),
    networks: { [networkKey]: network(config) },
    volumes: { [recordsVolume]: {} },
    services: services(config, options),
  };
}

/** `chimera-`, the folder's name as far as Compose's names can hold it, and `-host` for a file without a master. */
function projectName(projectDir: string, { master }: ComposeFileOptions): string {
  const folder = basename(projectDir)
    .toLowerCase()
    .replaceAll(/[^a-z\d_-]+/gu, "-");
  return `chimera-${folder}${master === "host" ? "-host" : ""}`;
}

/** Name → service. The first worker and the master build their images. */
function services(config: ChimeraConfig, options: ComposeFileOptions): object {
  const { fileDir, repositoryDir, imageTag = manifest.version, holdOut = true, master } = options;
  const place = { fileDir, projectDir: config.projectDir };
  const context = pathFrom(fileDir, repositoryDir);
  const [workerImage, masterImage] = [imageOf("worker", imageTag), imageOf("master", imageTag)];
  const workers = config.workers.map((worker, i) => {
    const image = i === 0 ? { ...workerImage, ...buildOf("worker", context) } : workerImage;
    return [worker.name, workerService(worker, { config, place, image })];
  });
  if (master === "host") return Object.fromEntries(workers);
  const image = { ...masterImage, ...buildOf("master", context) };
  return {
    ...Object.fromEntries(workers),
    [masterName]: masterService({ config, place, image, holdOut }),
  };
}

function network({ network: { name, subnet, gateway } }: ChimeraConfig): object {
  const addresses = {
    subnet: annotated(subnet, "CHIMERA_NETWORK_PREFIX, CHIMERA_NETWORK_SUBNET_MASK"),
    gateway,
  };
  return { name: annotated(name, "CHIMERA_NETWORK_NAME"), ipam: { config: [addresses] } };
}

/** Compose replaces `$NAME` in every value; `$$` stands for the sign itself. */
function escapeDollars(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string") node.value = node.value.replaceAll("$", "$$$$");
    },
  });
}

/** Sets a blank line before every entry but the first. */
function separate(map: YAMLMap): void {
  for (const { key, value } of map.items.slice(1)) {
    if (isMap(value)) (key as { spaceBefore?: boolean }).spaceBefore = true;
  }
}
