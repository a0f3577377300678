import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { quoted, UsageError } from "./arguments/usage-error.ts";
import type { Services } from "./services.ts";

/**
 * Writes the file that the user named with `--output`.
 *
 * @param keep refuses to replace a file. @throws UsageError
 */
export function writeOutput(
  output: string,
  content: string | Uint8Array,
  { cwd }: Pick<Services, "cwd">,
  { keep = false } = {},
): void {
  try {
    writeFileSync(resolve(cwd, output), content, { flag: keep ? "wx" : "w" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw fileExists(output);
    const got = `${quoted(output)} and the error ${code}`;
    throw new UsageError("--output", "a file that can be written", got, "choose another path");
  }
}

export function fileExists(output: string): UsageError {
  const got = `${quoted(output)}, which exists`;
  return new UsageError("--output", "a new file", got, "choose another path, or add --force to replace it");
}
