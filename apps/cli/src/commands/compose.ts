import { composeCommand as writeCompose } from "@chimera/compose";
import { CommandFailed } from "../command-failed.ts";
import { command } from "../command.ts";
import { findProject, projectOption } from "../project.ts";
import type { Services } from "../services.ts";

const text = {
  name: "compose",
  description: "Write the docker-compose.yml of a project from its CHIMERA_* settings",
  example: "--project my-project",
  args: {
    project: projectOption,
    check: { type: "boolean", description: "Write nothing; exit with 1 when the file is not current" },
  },
} as const;

export const composeCommand = (services: Services) =>
  command(text, ({ project, check }) => {
    const { repositoryDir, cwd, env, say } = services;
    const projectDir = findProject(project, services);
    const exitCode = writeCompose({
      repositoryDir,
      cwd,
      env: { ...env, CHIMERA_PROJECT: projectDir },
      check,
      say,
    });
    if (exitCode !== 0) throw new CommandFailed();
  });
