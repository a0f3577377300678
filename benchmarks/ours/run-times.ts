import { analyzeRun, collectTimeline, readRun, type RunTimes } from "@chimera/telemetry";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { makeProject, type ProjectFiles } from "../data/temporary-project.ts";
import { startOurs } from "./program.ts";

/** A pipeline's fit, read back from the run's events as `chimera timeline` does it. */
export async function runTimesOf(files: ProjectFiles): Promise<RunTimes> {
  const project = makeProject(files);
  try {
    const ours = await startOurs(project.dir);
    try {
      await ours.client.fit();
    } finally {
      await ours.stop();
    }
    return await readTimes(join(project.dir, "chimera_runs"));
  } finally {
    project.remove();
  }
}

async function readTimes(runsDir: string): Promise<RunTimes> {
  const [run] = readdirSync(runsDir);
  const collector = collectTimeline();
  (await readRun(join(runsDir, run))).events.forEach(collector.onEvent);
  const timeline = collector.timeline();
  if (timeline === undefined) throw new Error("The fit left no timeline.");
  return analyzeRun(timeline);
}
