import { startBare, type BareFleet } from "../bare/fleet.ts";
import { makeProject, type ProjectFiles, type TemporaryProject } from "../data/temporary-project.ts";
import { startOurs, type OurProgram } from "../ours/program.ts";

/** Both systems on the same shards: our master with its workers, and as many bare workers. */
export interface SideBySide {
  ours: OurProgram;
  bare: BareFleet;
  project: TemporaryProject;
}

/** Starts both, lets `measure` work with them, and leaves nothing behind. */
export async function sideBySide<Result>(
  files: ProjectFiles,
  measure: (both: SideBySide) => Promise<Result>,
): Promise<Result> {
  const project = makeProject(files);
  const bare = await startBare(project.dataDirs);
  try {
    const ours = await startOurs(project.dir);
    try {
      return await measure({ ours, bare, project });
    } finally {
      await ours.stop();
    }
  } finally {
    await bare.stop();
    project.remove();
  }
}

/** @returns seconds that the work took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
