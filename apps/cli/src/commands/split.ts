import { hostNameFault } from "@chimera/config";
import { writeShards } from "@chimera/dataset";
import type { ShardsSummary } from "@chimera/dataset";
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { quoted, UsageError } from "../arguments/usage-error.ts";
import { fractionArgument, integerArgument } from "../arguments/values.ts";
import { command } from "../command.ts";
import { existingFolder } from "../project.ts";
import type { Services } from "../services.ts";

const text = {
  name: "split",
  description: "Split one CSV file into a shard for each worker of a project, and a hold-out",
  example: "--csv data.csv --target class --project my-project --workers 3",
  args: {
    csv: {
      type: "string",
      required: true,
      valueHint: "FILE",
      description: "A CSV file with features and target",
    },
    target: {
      type: "string",
      required: true,
      valueHint: "COLUMN",
      description: "The name of the target's column",
    },
    project: { type: "string", required: true, valueHint: "DIR", description: "The folder of the project" },
    workers: {
      type: "string",
      required: true,
      valueHint: "K|NAMES",
      description: "A number (worker1, worker2, …), or names joined by commas",
    },
    "hold-out": {
      type: "string",
      default: "0.2",
      valueHint: "SHARE",
      description: "Share of the rows held out",
    },
    same: { type: "boolean", description: "Give every worker all rows instead of its own part" },
    stratify: {
      type: "boolean",
      description: "Give every part about the same share of each value of the target",
    },
    seed: {
      type: "string",
      default: "0",
      valueHint: "INTEGER",
      description: "The same seed gives the same split",
    },
  },
} as const;

export const splitCommand = (services: Services) =>
  command(text, ({ csv, target, project, workers, "hold-out": holdOut, same, stratify, seed }) => {
    const projectDir = existingFolder("--project", project, resolve(services.cwd, project));
    const summary = writeShards({
      csv: resolve(services.cwd, csv),
      target,
      projectDir,
      names: workerNames(workers),
      holdOut: fractionArgument("--hold-out", holdOut),
      mode: same ? "same" : "even",
      stratify,
      seed: integerArgument("--seed", seed, [0, 2 ** 32 - 1]),
    });
    services.print(describe(summary, projectDir));
    if (summary.otherShards.length > 0) services.say(describeOthers(summary));
    const old = join(projectDir, "chimera_test_data");
    if (summary.holdOut === null && existsSync(old)) {
      services.say(`${old} is of an earlier split, and its rows may now be trained on: remove it.`);
    }
  });

/** What was held out now may have been trained on before, and would be again. */
function describeOthers({ otherShards, holdOut }: ShardsSummary): string {
  const folders = otherShards.map((name) => `chimera_train_data/${name}`).join(", ");
  const [are, they, them] = otherShards.length === 1 ? ["is", "it", "it"] : ["are", "they", "them"];
  const parts = holdOut === null ? "the new shards" : "the new hold-out";
  return `${folders} ${are} not of this split, and ${they} may hold rows of ${parts}: remove ${them}, or give ${them} no worker.`;
}

const MOST_WORKERS = 1000;

/** `3` → worker1, worker2, worker3; `a,b` → a, b. @throws UsageError */
function workerNames(given: string): string[] {
  if (/^[+-]?\d+$/.test(given)) {
    const count = integerArgument("--workers", given, [1, MOST_WORKERS]);
    return Array.from({ length: count }, (_, k) => `worker${k + 1}`);
  }
  const names = given.split(",").map((name) => name.trim());
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  if (distinct.size === names.length && names.every((name) => hostNameFault(name) === undefined))
    return names;
  const expected =
    "a number, or different host names (letters, digits, inner hyphens; not localhost or master) joined by commas";
  throw new UsageError("--workers", expected, quoted(given), "give for example --workers 3");
}

function describe({ nRows, features, target, shards, holdOut }: ShardsSummary, projectDir: string): string {
  const parts = holdOut === null ? shards : [...shards, holdOut];
  const places = parts.map(({ folder }) => relative(projectDir, folder));
  const width = Math.max(...places.map((place) => place.length));
  return [
    `${nRows} rows, ${features.length} ${features.length === 1 ? "feature" : "features"}, target ${target}`,
    ...parts.map((part, i) => `${places[i]!.padEnd(width)}  ${part.nRows} rows`),
  ].join("\n");
}
