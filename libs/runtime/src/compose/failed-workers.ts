import { stripVTControlCharacters } from "node:util";
import { LaunchError } from "../launch-error.ts";
import { dockerCompose } from "./docker-compose.ts";

/** Enough for an error and its place. */
const SHOWN_LINES = "20";

/**
 * What to throw when `docker compose up` failed: the last lines of the workers that ended by themselves, since Docker
 * tells no more than their exit codes; the given error when no worker did.
 */
export async function withWorkersOwnWords(file: string, error: unknown): Promise<unknown> {
  if (!(error instanceof LaunchError) || !/ exited \(\d+\)/u.test(error.message)) return error;
  const names = await dockerCompose(file, ["ps", "--all", "--status", "exited", "--services"]).done;
  const texts = await Promise.all(names.map((name) => lastWords(file, name)));
  return new LaunchError(texts.join("\n"));
}

async function lastWords(file: string, name: string): Promise<string> {
  const commandLine = ["logs", "--no-color", "--no-log-prefix", "--tail", SHOWN_LINES, name];
  const lines = await dockerCompose(file, commandLine).done;
  if (lines.length === 0) return `Worker ${name} ended without a word: its file has to call .serve().`;
  return [`Worker ${name} could not start. It said:`, ...lines.map(indented)].join("\n");
}

/** Compose begins some lines with a control sequence of terminals. */
const indented = (line: string) => `    ${stripVTControlCharacters(line)}`;
