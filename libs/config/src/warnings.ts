import { closest } from "@chimera/algorithms";
import { environmentTable } from "./environment-table.ts";
import { unusedShards } from "./project-files.ts";
import type { Environment } from "./sources.ts";

/** More letters wrong than this are another name, for the names of variables begin alike. */
const MOST_SLIPS = 3;

/** One sentence for each `CHIMERA_*` variable that is set and means nothing: a misspelt one leaves its default in silence. */
export function unknownVariables(environments: readonly Environment[]): string[] {
  const known = environmentTable().map(({ variable }) => variable);
  const given = environments.flatMap((environment) =>
    Object.keys(environment).filter((name) => name.startsWith("CHIMERA_") && !!environment[name]),
  );
  const unknown = [...new Set(given)].filter((name) => !known.includes(name)).sort();
  return unknown.map((name) => {
    const guess = closest(name, known, MOST_SLIPS);
    return `${name} is no variable of Chimera${guess === undefined ? "." : `: did you mean ${guess}?`}`;
  });
}

/** One sentence for each shard in the project that no worker reads. */
export function shardsWithoutWorker(projectDir: string, names: readonly string[]): string[] {
  return unusedShards(projectDir, names).map(
    ({ shard, worker }) => `${shard} has no ${worker}: its rows are not used.`,
  );
}
