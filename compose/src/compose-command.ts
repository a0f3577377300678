import { ConfigError, loadConfig } from "@chimera/config";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { composeTarget, QUICKSTART } from "./compose-target.ts";
import type { ComposeTarget } from "./compose-target.ts";

export interface ComposeCommandOptions {
  /** Root of the clone, absolute. */
  readonly repositoryDir: string;
  /** Where `CHIMERA_*` come from, `CHIMERA_PROJECT` (default: the quickstart of the clone) too. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that the user's paths start from, absolute. Default: the root of the clone. */
  readonly cwd?: string;
  /** Compare with the file that is there, and write nothing. Default false. */
  readonly check?: boolean;
  /** Takes one line or several for the user. */
  readonly say: (text: string) => void;
}

/**
 * Writes the `docker-compose.yml` of a project, or checks that it is current.
 *
 * @returns the exit code: 1 when the configuration is refused, or the checked file is not current
 */
export function composeCommand(options: ComposeCommandOptions): number {
  const { repositoryDir, env, cwd = repositoryDir, check = false, say } = options;
  const { CHIMERA_PROJECT: project } = env;
  const projectDir = project ? resolve(project) : join(repositoryDir, QUICKSTART);
  try {
    const config = loadConfig({ projectDir, env, overrides: { CHIMERA_RUNTIME: "compose" } });
    const target = composeTarget(config, repositoryDir);
    const shown = relative(repositoryDir, target.path);
    if (check) {
      const fault = faultOf(target);
      const command = commandFor(projectDir, repositoryDir, cwd);
      say(`${shown} is ${fault === undefined ? "current" : `${fault}; run: ${command}`}`);
      return fault === undefined ? 0 : 1;
    }
    writeFileSync(target.path, target.text);
    say(`wrote ${shown} with ${config.workers.map(({ name }) => name).join(", ")} and a master`);
    return 0;
  } catch (error) {
    say(sentence(error));
    return 1;
  }
}

/** What is wrong with the file that is there; undefined when it is current. */
function faultOf({ path, text }: ComposeTarget): string | undefined {
  if (!existsSync(path)) return "missing";
  return readFileSync(path, "utf8") === text ? undefined : "not what the configuration makes";
}

/** The command that writes this project's file, and no other's. */
function commandFor(projectDir: string, repositoryDir: string, cwd: string): string {
  if (resolve(projectDir) === resolve(repositoryDir, QUICKSTART)) return "npm run compose";
  const path = relative(cwd, projectDir) || ".";
  return `npx chimera compose --project ${/\s/u.test(path) ? JSON.stringify(path) : path}`;
}

/** What the user reads when the configuration is refused, or the file cannot be read or written. */
function sentence(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error && "syscall" in error) return `The file cannot be used: ${error.message}.`;
  throw error;
}
