import {
  columnMoments,
  encodeLabels,
  foldScaling,
  gradientDescent,
  matrixFromRows,
  scalingOf,
  standardize,
  type Label,
  type LinearModel,
  type Task,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { modelSourceOf } from "./model-source.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import { predictWith } from "./trained-model.ts";
import { relativeDifference, train } from "./testing.ts";

/** Full-batch gradient descent in a single process, on all rows at once. */
function singleProcess(
  task: Task,
  { columns, X, y }: MadeData,
  classes: Label[] | null,
  options: ParameterServerOptions,
): Float64Array {
  const settings = resolveSettings(task, options);
  const model = modelSourceOf(task).modelOf({ nFeatures: columns.length, classes }) as LinearModel;
  const targets = classes === null ? Float64Array.from(y as number[]) : encodeLabels(y, classes);
  const scaling = scalingOf(columnMoments(X));
  const { parameters } = gradientDescent(model, standardize(X, scaling), targets, settings);
  return foldScaling(parameters, model, scaling);
}

const CASES: { name: string; task: Task; classes: Label[] | null; sizes: number[] }[] = [
  { name: "regression, equal shards", task: "regressor", classes: null, sizes: [100, 100, 100] },
  {
    name: "regression, unequal shards, one of one row",
    task: "regressor",
    classes: null,
    sizes: [230, 1, 69],
  },
  { name: "two classes, unequal shards", task: "classifier", classes: [0, 1], sizes: [30, 200, 70] },
  {
    name: "four classes with names",
    task: "classifier",
    classes: ["a", "b", "c", "d"],
    sizes: [150, 100, 50],
  },
];

describe("distributed equals single-process: ‖Δw‖/‖w‖ ≤ 1e-12, full batch, standardised", () => {
  for (const { name, task, classes, sizes } of CASES) {
    for (const optimizer of ["sgd", "momentum", "adam"] as const) {
      test(`${name}, ${optimizer}`, async () => {
        const data = madeData(task, 300, 6, classes ?? undefined);
        const options = { optimizer, maxIter: 60, alpha: 1e-3, standardize: true };
        const { model, report } = await train(task, cut(data, sizes), options);
        const reference = singleProcess(task, data, classes, options);
        expect(report).toMatchObject({ fit: "ok", iterations: 60, converged: false });
        expect(relativeDifference(model.parameters, reference)).toBeLessThanOrEqual(1e-12);
      });
    }
  }

  test("one worker with all rows is the single process, bit for bit", async () => {
    const data = madeData("classifier", 120, 4);
    const options = { maxIter: 30, standardize: true };
    const { model } = await train("classifier", [data], options);
    expect(Array.from(model.parameters)).toEqual(
      Array.from(singleProcess("classifier", data, [0, 1], options)),
    );
  });

  test("columns in another order on one shard change nothing", async () => {
    const data = madeData("regressor", 90, 3);
    const [first, second] = cut(data, [40, 50]);
    const turned: MadeData = {
      columns: ["x2", "x0", "x1"],
      X: matrixFromRows(Array.from({ length: 50 }, (_, i) => [2, 0, 1].map((j) => second.X.data[i * 3 + j]))),
      y: second.y,
    };
    const options = { maxIter: 20, standardize: true };
    const straight = await train("regressor", [first, second], options);
    const mixed = await train("regressor", [first, turned], options);
    expect(Array.from(mixed.model.parameters)).toEqual(Array.from(straight.model.parameters));
    expect(predictWith(mixed.model, turned.columns, turned.X)).toEqual(
      predictWith(mixed.model, second.columns, second.X),
    );
  });
});
