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
export function composeCommand({ repositoryDir, env, check = false, say }: ComposeCommandOptions): number {
  const { CHIMERA_PROJECT: project } = env;
  const projectDir = project ? resolve(project) : join(repositoryDir, QUICKSTART);
  try {
    const config = loadConfig({ projectDir, env, overrides: { CHIMERA_RUNTIME: "compose" } });
    const target = composeTarget(config, repositoryDir);
    const shown = relative(repositoryDir, target.path);
    if (check) return compare(target, shown, say);
    writeFileSync(target.path, target.text);
    say(`wrote ${shown} with ${config.workers.map(({ name }) => name).join(", ")} and a master`);
    return 0;
  } catch (error) {
    say(sentence(error));
    return 1;
  }
}

function compare({ path, text }: ComposeTarget, shown: string, say: (text: string) => void): number {
  const found = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (found === text) {
    say(`${shown} is current`);
    return 0;
  }
  say(
    `${shown} is ${found === undefined ? "missing" : "not what the configuration makes"}; run: npm run compose`,
  );
  return 1;
}

/** What the user reads when the configuration is refused, or the file cannot be read or written. */
function sentence(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error && "syscall" in error) return `The file cannot be used: ${error.message}.`;
  throw error;
}
