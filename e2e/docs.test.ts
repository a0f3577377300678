import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { distributedModesTable, ESTIMATORS, type EstimatorClass } from "@chimera/algorithms";
import { environmentTable } from "@chimera/config";
import { PipelineMaster } from "@chimera/nodes";
import { DRAW_DEFAULTS, ENSEMBLE_DEFAULTS, resolvePipeline, resolveSettings } from "@chimera/distributed";
import { PATHS } from "@chimera/protocol";
import { describe, expect, it } from "vitest";
import { commandFault } from "./support/documented-command.ts";
import { anchorsOf, blocksOf, cellsOf, commandsOf, linksOf } from "./support/markdown.ts";
import { workspace } from "./support/project.ts";

const readme = join(workspace, "README.md");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...markdownIn("docs"),
  ...markdownIn("examples"),
  ...markdownIn("libs/distributed/src"),
];

function markdownIn(folder: string): string[] {
  return readdirSync(join(workspace, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file))
    .sort();
}

describe.each(documents)("%s", (document) => {
  const file = join(workspace, document);

  it("names only commands, projects, files and variables that exist", () => {
    const faults = commandsOf(file).map((command) => ({ command, fault: commandFault(command) }));
    expect(faults.filter(({ fault }) => fault)).toEqual([]);
  });

  it("links only to what exists", () => {
    const inside = linksOf(file).filter((target) => !/^https?:/u.test(target));
    expect(inside.filter((target) => !resolves(target, file))).toEqual([]);
  });
});

function resolves(target: string, from: string): boolean {
  const [path, anchor] = target.split("#") as [string, string?];
  const file = path === "" ? from : resolve(dirname(from), path);
  return existsSync(file) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

describe("docs/learners.md", () => {
  it("has the table of parameters and defaults that the code has", () => {
    const section = readFileSync(join(workspace, "docs/learners.md"), "utf8").split(
      "<!-- defaults table",
    )[1]!;
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    const expected = Object.entries(ESTIMATORS)
      .filter(([name]) => name !== "Pipeline")
      .map(([name, Class]) => [
        `\`${name}\``,
        shownDefaults(new (Class as EstimatorClass)({} as never).getParams()),
      ]);
    expect(rows.map(cellsOf).slice(0, expected.length)).toEqual(expected);
  });
});

/** `alpha` 1, `penalty` "l2", … */
function shownDefaults(parameters: object): string {
  return Object.entries(parameters)
    .map(([name, value]) => `\`${name}\` ${value === null ? "null" : JSON.stringify(value)}`)
    .join(", ");
}

it("a command with a name that does not exist is found", () => {
  const commands = ["npm run nothing", "CHIMERA_NOTHING=1 npm start", "npx chimera nothing", "make all"];
  expect(commands.map(commandFault)).toEqual([
    "no script nothing",
    "no variable CHIMERA_NOTHING",
    "no command chimera nothing",
    "no command that this test knows",
  ]);
});

describe("README.md", () => {
  it("has the table of variables that the code has", () => {
    const section = readFileSync(readme, "utf8").split("<!-- environment table")[1]!;
    const rows = section.split("\n").filter((line) => line.startsWith("| `CHIMERA_"));
    const expected = environmentTable().map(({ variable, default: byDefault, rule }) => [
      `\`${variable}\``,
      byDefault,
      rule,
    ]);
    expect(rows.map(cellsOf)).toEqual(expected);
  });

  it("has the table of estimators and distributed modes that the code has", () => {
    const section = readFileSync(readme, "utf8").split("<!-- modes table")[1]!;
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    const mark = (joins: boolean) => (joins ? "yes" : "–");
    const expected = distributedModesTable().map(({ estimator, modes }) => [
      `\`${estimator}\``,
      mark(modes.bagging),
      mark(modes.parameterServer),
      mark(modes.exactAggregation),
      mark(modes.modelParallelism),
    ]);
    expect(rows.map(cellsOf).slice(0, expected.length)).toEqual(expected);
  });

  it("shows the scores that examples/quickstart shows", () => {
    expect(scoresIn(readme)).toEqual(scoresIn(join(workspace, "examples/quickstart/README.md")));
  });
});

describe("docs/options.md", () => {
  const page = readFileSync(join(workspace, "docs/options.md"), "utf8");
  const linesOf = (section: string) =>
    page
      .split(`\n## ${section}\n`)[1]!
      .split(/\n##+ /u)[0]!
      .split("\n");
  const rows = linesOf("ParameterServerMaster");

  it.each([
    ["AggregationMaster", { ...ENSEMBLE_DEFAULTS, combine: "mean", estimator: undefined }],
    ["ClassificationWorker, RegressionWorker", DRAW_DEFAULTS],
  ])("has every option of %s with its default", (section, options) => {
    const cells = linesOf(section)
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    expect(cells.map(([, option, byDefault]) => [option, byDefault])).toEqual(
      Object.entries(options).map(([option, value]) => [
        `\`${option}\``,
        value === undefined ? "none" : `\`${String(value)}\``,
      ]),
    );
  });

  it("has every option of ParameterServerMaster with its default", () => {
    const { task, estimator, learningRates, schedule, ...options } = resolveSettings("classifier", {});
    expect([task, estimator, schedule]).toEqual(["classifier", null, "constant"]);
    expect(Object.keys(learningRates)).toEqual(["gradient", "local-epochs"]);
    for (const [option, value] of Object.entries(options)) {
      const row = rows.find((line) => line.startsWith(`| \`${option}\` `));
      expect(row?.split("|")[2], option).toContain(`\`${String(value)}\``);
    }
    // eta0 is resolved into the step sizes of both modes.
    expect(rows.filter((line) => line.startsWith("| `"))).toHaveLength(Object.keys(options).length + 2);
  });
});

describe("docs/options.md of a pipeline", () => {
  it("has every option of PipelineMaster with its default", () => {
    const layers = [{ type: "dense" }];
    const { task, estimator, optimizerOptions, learningRateSchedule, ...options } = resolvePipeline(
      "classifier",
      {
        layers,
      },
    );
    expect([task, estimator, optimizerOptions, learningRateSchedule]).toEqual([
      "classifier",
      null,
      {},
      "constant",
    ]);
    const page = readFileSync(join(workspace, "docs/options.md"), "utf8");
    const section = page.split("\n## PipelineMaster\n")[1]!.split(/\n##+ /u)[0]!;
    const rows = section
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map(cellsOf);
    const documented = rows.map(([option]) => option!.replaceAll("`", ""));
    expect(documented.sort()).toEqual([...Object.keys(options), "eta0", "returnSeconds"].sort());
    // These follow from the workers, the columns or the schedule.
    const { layers: given, inputShape, stages, chunks, layerTypes, ...plain } = options;
    expect([given, inputShape, stages, chunks, layerTypes]).toEqual([layers, null, null, 1, {}]);
    const { returnSeconds } = new PipelineMaster("classifier", { layers });
    for (const [option, value] of Object.entries({ ...plain, returnSeconds })) {
      const row = rows.find(([name]) => name === `\`${option}\``);
      expect(row?.[1], option).toContain(`\`${String(value)}\``);
    }
  });
});

function scoresIn(file: string): string {
  const [output] = blocksOf(file).filter(({ text }) => text.includes("Hold-out"));
  return output!.text.slice(output!.text.indexOf("Hold-out"));
}

it("docs/rest-api.md names every path", () => {
  const page = readFileSync(join(workspace, "docs/rest-api.md"), "utf8");
  const paths = Object.values(PATHS).flatMap((group) =>
    typeof group === "string" ? [group] : Object.values<string>(group),
  );
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !page.includes(` ${path}\``))).toEqual([]);
});
