import { describe, expect, test } from "vitest";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { modelSourceOf } from "./model-source.ts";
import { parameterServerParticipant } from "./participant.ts";
import { predictWith } from "./trained-model.ts";
import { fleetOf, train } from "./testing.ts";
import { ShardFeatures } from "./shard-features.ts";

const [first, second] = cut(madeData("classifier", 60, 2), [30, 30]);

describe("master and workers that disagree are refused by name", () => {
  test("columns", async () => {
    const renamed: MadeData = { ...second, columns: ["x0", "height"] };
    await expect(train("classifier", [first, renamed])).rejects.toThrow(
      "The columns of worker2 do not match those of worker1: missing [x1], unexpected [height].",
    );
  });

  test("task and loss", async () => {
    const regressors = fleetOf("regressor", [first, second]);
    await expect(train("classifier", [first, second], { transport: regressors.transport })).rejects.toThrow(
      "worker1 has the task regressor, the master classifier: give both the same task.",
    );
  });

  test("one class on all shards together", async () => {
    const ones: MadeData = { ...first, y: first.y.map(() => 1) };
    await expect(train("classifier", [ones])).rejects.toThrow(
      "at least two classes, all shards together hold 1 (1)",
    );
  });
});

test("classes are the union over the shards: one that a shard lacks is still learnt", async () => {
  const classes = ["a", "b", "c"];
  const data = madeData("classifier", 300, 3, classes);
  const rowsWithout = data.y.map((label, i) => (label === "c" ? -1 : i)).filter((i) => i >= 0);
  const [whole] = cut(data, [300]);
  const lacking: MadeData = {
    columns: data.columns,
    X: { nRows: rowsWithout.length, nColumns: 3, data: rowsOf(data, rowsWithout) },
    y: rowsWithout.map((i) => data.y[i]),
  };
  const { model } = await train("classifier", [lacking, whole], { maxIter: 200, standardize: true });
  expect(model.classes).toEqual(classes);
  expect(new Set(predictWith(model, data.columns, data.X))).toEqual(new Set(classes));
});

function rowsOf({ X }: MadeData, rows: number[]): Float64Array {
  return Float64Array.from(
    rows.flatMap((i) => Array.from(X.data.subarray(i * X.nColumns, (i + 1) * X.nColumns))),
  );
}

describe("a participant refuses", () => {
  const participant = parameterServerParticipant({
    name: "worker1",
    source: modelSourceOf("classifier"),
    columns: first.columns,
    features: new ShardFeatures(first.X),
    y: first.y,
  });
  const prepare = {
    type: "prepare",
    fitId: "fit-1",
    columns: ["x0", "x1"],
    classes: [0, 1],
    scaling: null,
    seed: 0,
    computation: { mode: "gradient", batchSize: null },
  } as const;

  test("rounds of a fit it was not prepared for", () => {
    expect(() =>
      participant.answer({ type: "gradient", fitId: "other", round: 1, parameters: new Float64Array(3) }),
    ).toThrow("worker1 is not prepared for fit other (it may have restarted): start a new fit.");
  });

  test("columns it does not have, parameters of another length, local epochs after preparing gradients", () => {
    expect(() => participant.answer({ ...prepare, columns: ["x0", "y"], classes: [0, 1] })).toThrow(
      "Expected the columns of this fit; missing [y], unexpected [x1]",
    );
    participant.answer({ ...prepare, columns: ["x0", "x1"], classes: [0, 1] });
    expect(() =>
      participant.answer({ type: "gradient", fitId: "fit-1", round: 1, parameters: new Float64Array(2) }),
    ).toThrow("Expected 3 parameters, got 2");
    expect(() =>
      participant.answer({ type: "local-epochs", fitId: "fit-1", round: 1, parameters: new Float64Array(3) }),
    ).toThrow("prepared for gradients, not for local epochs");
  });
});
