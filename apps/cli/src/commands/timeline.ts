import { loadConfig } from "@chimera/config";
import { collectTimeline, formatTimeline, readRun, type PipelineTimeline } from "@chimera/telemetry";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { quoted, UsageError } from "../arguments/usage-error.ts";
import { integerArgument } from "../arguments/values.ts";
import { command } from "../command.ts";
import { existingFolder, findProject, projectOption } from "../project.ts";
import type { Services } from "../services.ts";

const text = {
  name: "timeline",
  description:
    "Draw who computed what when in one step of a pipeline, and where the time of its workers went: waiting, computing, sending",
  example: "--project examples/pipeline-mlp",
  args: {
    run: {
      type: "positional",
      required: false,
      description: "Folder of a run, with an events.jsonl. Default: the newest pipeline run of the project",
    },
    project: projectOption,
    step: {
      type: "string",
      valueHint: "N",
      description: "The step to draw, counted from 0 over all epochs. Default: the one of median duration",
    },
  },
} as const;

export const timelineCommand = (services: Services) =>
  command(text, async ({ run, project, step }) => {
    const folder = runFolder(run, project, services);
    const timeline = await timelineIn(folder);
    const shown = step === undefined ? {} : { step: stepArgument(step, timeline) };
    services.print(formatTimeline(timeline, shown));
  });

function runFolder(run: string | undefined, project: string | undefined, services: Services): string {
  if (run !== undefined && project !== undefined) {
    throw new UsageError("timeline", "a run's folder or --project", "both", "leave one out");
  }
  if (run !== undefined) {
    const folder = existingFolder("timeline", run, resolve(services.cwd, run));
    if (existsSync(join(folder, "events.jsonl"))) return folder;
    const cure = "give a folder inside of chimera_runs, or a project with --project";
    throw new UsageError("timeline", "a run's folder, with an events.jsonl", quoted(run), cure);
  }
  const { runsDir } = loadConfig({ projectDir: findProject(project, services), env: services.env });
  return newestPipelineRun(runsDir);
}

/** The names of runs begin with the time of their start and end with their algorithm. */
function newestPipelineRun(runsDir: string): string {
  const names = existsSync(runsDir) ? readdirSync(runsDir) : [];
  const newest = names
    .filter((name) => /-pipeline(-\d+)?$/.test(name) && existsSync(join(runsDir, name, "events.jsonl")))
    .sort()
    .at(-1);
  if (newest !== undefined) return join(runsDir, newest);
  const cure = "fit a PipelineMaster first, for example npm start with CHIMERA_PROJECT=examples/pipeline-mlp";
  throw new UsageError("timeline", "a run of a pipeline", `none in ${runsDir}`, cure);
}

async function timelineIn(folder: string): Promise<PipelineTimeline> {
  const { started, events } = await readRun(folder);
  const collector = collectTimeline();
  events.forEach(collector.onEvent);
  const timeline = collector.timeline();
  if (timeline !== undefined) return timeline;
  const isPipeline = events.some(({ type }) => type === "pipeline-planned");
  const got = isPipeline ? "one that ended before its first round" : `one of ${quoted(started.algorithm)}`;
  throw new UsageError(
    "timeline",
    `a pipeline's run with a finished round in ${folder}`,
    got,
    "give another run",
  );
}

function stepArgument(text: string, { steps }: PipelineTimeline): number {
  return integerArgument("--step", text, [steps[0]!.step, steps.at(-1)!.step]);
}
