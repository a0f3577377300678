import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../arguments/usage-error.ts";
import { integerArgument } from "../arguments/values.ts";
import { command } from "../command.ts";
import { findProject, projectOption } from "../project.ts";
import type { Services } from "../services.ts";

const text = {
  name: "run",
  description: "Start the workers of a project and serve its master, as npm start does for the quickstart",
  example: "--project examples/quickstart --once",
  args: {
    project: projectOption,
    once: { type: "boolean", description: "Train, print the metrics of the hold-out, and exit" },
    port: {
      type: "string",
      valueHint: "PORT",
      description: "Port of the master. Default: what master.ts says",
    },
  },
} as const;

export const runCommand = (services: Services) =>
  command(text, async ({ project, once, port }) => {
    const projectDir = findProject(project, services);
    if (!existsSync(join(projectDir, "master.ts"))) refuse(projectDir);
    await services.runProject({
      projectDir,
      once,
      port: port === undefined ? undefined : integerArgument("--port", port, [1, 65_535]),
    });
  });

function refuse(projectDir: string): never {
  const cure = "give --project the folder that holds master.ts";
  throw new UsageError("run", "a project with a master.ts", `${projectDir} without one`, cure);
}
