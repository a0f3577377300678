import { statSync } from "node:fs";
import { resolve } from "node:path";
import { quoted, UsageError } from "../arguments/usage-error.ts";
import { command } from "../command.ts";
import type { Services } from "../services.ts";

const text = {
  name: "exec",
  description: "Run one TypeScript file that imports chimera-distributed-ml, with whatever Node.js there is",
  example: "load.ts",
  args: {
    file: {
      type: "positional",
      required: false,
      description: "The file. What it reads and writes by a relative path lies in the current folder",
    },
  },
} as const;

export const execCommand = (services: Services) =>
  command(text, ({ file }) => services.runFile(existingFile(file, services)));

/** @returns its absolute path. @throws UsageError */
function existingFile(file: string | undefined, { cwd }: Services): string {
  const path = resolve(cwd, file ?? "");
  if (file !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  const got = file === undefined ? "nothing" : `${quoted(file)}, and there is none at ${path}`;
  const cure = file === undefined ? "write for example npx chimera exec load.ts" : "correct the path";
  throw new UsageError("exec", "a TypeScript file", got, cure);
}
