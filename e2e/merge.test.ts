import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { gone, startProgram } from "./support/program.ts";
import type { Program } from "./support/program.ts";
import { makeProject } from "./support/project.ts";
import type { Project } from "./support/project.ts";

/** A learner of the user's own: it answers how common each class is. Its state is the number of rows of each. */
const LEARNER = `
import { accuracy, matrix } from "chimera-distributed-ml";
import type { Classifier, ClassifierFitOptions, Label, Matrix, PlainData } from "chimera-distributed-ml";

export class ClassShares implements Classifier {
  readonly name = "ClassShares";
  readonly task = "classifier";
  classes: readonly Label[] = [];
  private counts: number[] = [];

  getParams(): PlainData {
    return {};
  }

  fit(_: Matrix, y: ArrayLike<Label>, { classes = [] }: ClassifierFitOptions = {}): this {
    this.classes = classes;
    this.counts = classes.map((label) => Array.from(y).filter((other) => other === label).length);
    return this;
  }

  predictProba({ nRows }: Matrix): Matrix {
    const n = this.counts.reduce((sum, count) => sum + count, 0);
    const K = this.counts.length;
    return matrix(nRows, K, Float64Array.from({ length: nRows * K }, (_, at) => this.counts[at % K] / n));
  }

  predict(X: Matrix): Label[] {
    const most = this.counts.indexOf(Math.max(...this.counts));
    return Array.from({ length: X.nRows }, () => this.classes[most]);
  }

  score(X: Matrix, y: ArrayLike<Label>): number {
    return accuracy(y, this.predict(X));
  }

  toState(): PlainData {
    return { name: this.name, classes: this.classes, counts: this.counts };
  }

  merge(states: readonly PlainData[]): this {
    const parts = states.map((state) => state.counts as number[]);
    this.classes = states[0].classes as Label[];
    this.counts = this.classes.map((_, k) => parts.reduce((sum, counts) => sum + counts[k], 0));
    return this;
  }
}
`;

const MASTER = `
import { AggregationMaster, run } from "chimera-distributed-ml";
import { ClassShares } from "./class-shares.ts";
await run(new AggregationMaster("classifier", { combine: "merge", estimator: new ClassShares() }), 0);
`;

const WORKER = `
import { ClassificationWorker } from "chimera-distributed-ml";
import { ClassShares } from "../class-shares.ts";
console.log("pid", process.pid);
await new ClassificationWorker(new ClassShares()).serve();
`;

const NAMES = ["worker1", "worker2", "worker3"];

let project: Project;
let program: Program;

beforeEach(() => {
  project = makeProject();
  project.write("class-shares.ts", LEARNER);
  project.write("master.ts", MASTER);
  for (const name of NAMES) project.write(`chimera_workers/${name}.ts`, WORKER);
  // A shard of one row, and so one that lacks a class.
  project.write("chimera_train_data/worker3/X_train.csv", "a,b\n1,2");
  project.write("chimera_train_data/worker3/y_train.csv", "side\nbelow");
  program = startProgram(["scripts/start.mjs"], { CHIMERA_PROJECT: project.dir });
});

afterEach(async () => {
  program.kill("SIGKILL");
  await program.ended;
  project.remove();
});

/** The share of "below", the second class, on the shards of these workers together. */
function shareOfBelow(names: readonly string[]): number {
  const labels = names.flatMap((name) => {
    const file = join(project.dir, "chimera_train_data", name, "y_train.csv");
    return readFileSync(file, "utf8").trim().split("\n").slice(1);
  });
  return labels.filter((label) => label === "below").length / labels.length;
}

it("the merged model of three processes is that of one, stays when they die, and says whose rows are missing", async () => {
  const [, url] = await program.line(/The master serves (http\S+)/);
  const [, pid] = await program.line(/^worker2 \| pid (\d+)/);
  const post = async (path: string, body = ""): Promise<unknown> =>
    (await fetch(`${url}/v1/chimera/aggregation/${path}`, { method: "POST", body })).json();
  const row = JSON.stringify({ X_pred_columns: ["b", "a"], X_pred_rows: [[1, 2]] });

  expect(await post("fit")).toMatchObject({
    fit: "ok",
    notes: [],
    workers: [30, 30, 1].map((nSamples, k) => ({ name: NAMES[k], state: "ok", nSamples, rounds: 1 })),
  });
  const classes = ["above", "below"];
  const merged = { y_pred_rows: [shareOfBelow(NAMES)], classes };
  expect(await post("predict", row)).toEqual(merged);

  process.kill(Number(pid), "SIGKILL");
  await gone(Number(pid));
  expect(await post("predict", row)).toEqual(merged);
  expect(await post("fit")).toMatchObject({
    fit: "partial",
    notes: ["The rows of worker2 are missing in the model."],
  });
  expect(await post("predict", row)).toEqual({
    y_pred_rows: [shareOfBelow(["worker1", "worker3"])],
    classes,
  });
});
