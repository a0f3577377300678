import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ESTIMATORS, type EstimatorClass } from "@chimera/algorithms";
import { expect, it } from "vitest";
import { cellsOf } from "./support/markdown.ts";
import { workspace } from "./support/project.ts";

const page = readFileSync(join(workspace, "docs/options.md"), "utf8");

/** Option → its default, as they stand in the tables of a section, once each. */
function documentedIn(section: string): [option: string, byDefault: string][] {
  const text = page.split(`\n## ${section}\n`)[1]!.split(/\n## /u)[0]!;
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map(cellsOf).map(([option, byDefault]) => [option!.replaceAll("`", ""), byDefault!]);
}

/** Option → its defaults, those of all the learners that have it. */
function defaultsOf(learners: readonly string[]): Map<string, Set<string>> {
  const defaults = new Map<string, Set<string>>();
  for (const name of learners) {
    const Class = ESTIMATORS[name as keyof typeof ESTIMATORS] as EstimatorClass;
    for (const [option, value] of Object.entries(new Class({} as never).getParams())) {
      defaults.set(option, (defaults.get(option) ?? new Set()).add(String(value)));
    }
  }
  return defaults;
}

const trees = ["DecisionTree", "ExtraTree", "RandomForest"];

it.each([
  ["SGDClassifier, SGDRegressor", ["SGDClassifier", "SGDRegressor"]],
  ["Trees and forests", trees.flatMap((tree) => [`${tree}Classifier`, `${tree}Regressor`])],
])("docs/options.md has every option of %s with its defaults, and no other", (section, learners) => {
  const documented = documentedIn(section);
  const defaults = defaultsOf(learners);
  expect(documented.map(([option]) => option).sort()).toEqual([...defaults.keys()].sort());
  for (const [option, cell] of documented) {
    const words = [...cell.matchAll(/`([^`]+)`/gu)].map(([, word]) => word!);
    const shown = words.filter((word) => !Object.hasOwn(ESTIMATORS, word));
    expect([option, ...shown.sort()]).toEqual([option, ...[...defaults.get(option)!].sort()]);
  }
});
