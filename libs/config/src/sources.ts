import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Fault, Source } from "./faults.ts";

/** Variables as text. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of each variable that somebody set, and who did. */
export interface Gathered {
  readonly values: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, Source>;
}

/** Merges the three places a variable can be set in; later ones win, and empty text counts as not set. */
export function gather(
  variables: readonly string[],
  layers: readonly (readonly [Source, Environment])[],
): Gathered {
  const values = new Map<string, string>();
  const sources = new Map<string, Source>();
  for (const variable of variables) {
    for (const [source, environment] of layers) {
      const value = environment[variable];
      if (value === undefined || value === "") continue;
      values.set(variable, value);
      sources.set(variable, source);
    }
  }
  return { values, sources };
}

/** The variables in `<projectDir>/.env`; none when there is no such file. A file that cannot be read is a fault. */
export function readEnvFile(projectDir: string, faults: Fault[]): Environment {
  const path = join(projectDir, ".env");
  try {
    return parseEnv(readFileSync(path, "utf8").replace(/^\uFEFF/u, ""));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return {};
    faults.push({
      variable: ".env",
      got: path,
      rule: `a text file of lines NAME=value; reading it failed with ${code}`,
      cure: "Make it a readable file, or remove it.",
    });
    return {};
  }
}
