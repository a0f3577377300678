import { loadConfig } from "@chimera/config";
import { formatTimes, summarizeTimesBelow, TIME_LOG } from "@chimera/telemetry";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../arguments/usage-error.ts";
import { command } from "../command.ts";
import { existingFolder, findProject, projectOption } from "../project.ts";
import type { Services } from "../services.ts";

const text = {
  name: "times",
  description:
    "Summarise the latency of every endpoint in ms, from the logs of all nodes (percentiles by nearest rank)",
  example: "--project examples/quickstart",
  args: {
    dir: {
      type: "positional",
      required: false,
      description: `Folder with ${TIME_LOG} files somewhere in it. Default: the logs of the project`,
    },
    project: projectOption,
  },
} as const;

export const timesCommand = (services: Services) =>
  command(text, async ({ dir, project }) => {
    const folder = logsFolder(dir, project, services);
    const { rows, unreadable, files } = await summarizeTimesBelow(folder);
    if (files.length === 0) refuseEmpty(folder);
    services.print(formatTimes(rows));
    if (unreadable > 0)
      services.say(`Lines left out, cut off when a node was killed or not ours: ${unreadable}`);
  });

function logsFolder(dir: string | undefined, project: string | undefined, services: Services): string {
  if (dir !== undefined && project !== undefined) {
    throw new UsageError("times", "a folder of logs or --project", "both", "leave one out");
  }
  if (dir !== undefined) return existingFolder("times", dir, resolve(services.cwd, dir));
  const { logsDir } = loadConfig({ projectDir: findProject(project, services), env: services.env });
  return existsSync(logsDir) ? logsDir : refuseEmpty(logsDir);
}

function refuseEmpty(folder: string): never {
  throw new UsageError("times", `files named ${TIME_LOG}`, `none below ${folder}`, "run the project first");
}
