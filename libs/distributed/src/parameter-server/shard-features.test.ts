import {
  columnMoments,
  matrix,
  scalingOf,
  standardize,
  type Matrix,
  type Scaling,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { inProcessTransport } from "../in-process/transport.ts";
import { cut, madeData } from "../testing/made-data.ts";
import { modelSourceOf } from "./model-source.ts";
import { parameterServerParticipant } from "./participant.ts";
import { ShardFeatures } from "./shard-features.ts";
import { fleetOf, train } from "./testing.ts";

const { X: original } = madeData("regressor", 40, 3);
const copy = (): Matrix => matrix(40, 3, original.data.slice());
const scaling = scalingOf(columnMoments(original));
const other: Scaling = { mean: Float64Array.of(1, 2, 3), scale: Float64Array.of(4, 5, 6) };

/** Features that can be read again, and how often they were. */
function rereadable(reread: () => Matrix = copy): { features: ShardFeatures; reads(): number } {
  let reads = 0;
  const features = new ShardFeatures(copy(), () => {
    reads++;
    return reread();
  });
  return { features, reads: () => reads };
}

test("what cannot be read again is never changed", () => {
  const X = copy();
  const features = new ShardFeatures(X);
  expect(features.standardized(scaling)).toEqual(standardize(original, scaling));
  expect(features.raw()).toBe(X);
  expect(X).toEqual(original);
});

describe("what can be read again is in memory once", () => {
  test("standardising writes over the raw values", () => {
    const { features, reads } = rereadable();
    const { data } = features.raw();
    const Z = features.standardized(scaling);
    expect(Z).toEqual(standardize(original, scaling));
    expect(Z.data).toBe(data);
    expect(reads()).toBe(0);
  });

  test("the same scaling again, in numbers of its own, costs nothing", () => {
    const { features, reads } = rereadable();
    const Z = features.standardized(scaling);
    expect(features.standardized({ mean: scaling.mean.slice(), scale: scaling.scale.slice() })).toBe(Z);
    expect(reads()).toBe(0);
  });

  test("another scaling, and the raw values, are those of the file bit for bit", () => {
    const { features, reads } = rereadable();
    features.standardized(scaling);
    expect(features.standardized(other)).toEqual(standardize(original, other));
    expect(features.raw()).toEqual(original);
    expect(features.raw()).toEqual(original);
    expect(reads()).toBe(2);
  });

  test("moments are of the raw values, whenever they are asked for", () => {
    const { features, reads } = rereadable();
    features.standardized(scaling);
    expect(features.moments()).toEqual(columnMoments(original));
    expect(reads()).toBe(0);
  });
});

describe("rows that are others when they are read again are refused", () => {
  const turned = matrix(40, 3, Float64Array.from(original.data).reverse());
  const swapped = matrix(40, 3, Float64Array.of(...original.data.slice(3), ...original.data.slice(0, 3)));
  const flipped = matrix(
    40,
    3,
    original.data.map((value, at) => (at < 2 ? -value : value)),
  );
  const fewer = matrix(39, 3, original.data.slice(3));
  test.each([
    ["other values", () => turned],
    ["the same rows in another order", () => swapped],
    ["two other signs", () => flipped],
    ["fewer rows", () => fewer],
  ])("%s", (_, reread) => {
    const { features } = rereadable(reread);
    features.standardized(scaling);
    expect(() => features.raw()).toThrow(
      "Expected to find the worker's rows as they were when it started; they are others now: restart the worker.",
    );
  });

  test("rows that cannot be read, until they can", () => {
    let isThere = false;
    const { features } = rereadable(() => {
      if (isThere) return copy();
      throw new Error("X_train.csv: no such file");
    });
    features.standardized(scaling);
    expect(() => features.raw()).toThrow("X_train.csv: no such file: restart the worker.");
    isThere = true;
    expect(features.standardized(scaling)).toEqual(standardize(original, scaling));
  });
});

test("fits of workers that read again are those of workers that keep their rows, bit for bit", async () => {
  const data = madeData("classifier", 90, 4);
  const shards = cut(data, [50, 40]);
  const turn = [3, 1, 0, 2];
  const columns = turn.map((j) => data.columns[j]);
  const turned = matrix(
    40,
    4,
    shards[1].X.data.map((_, at) => shards[1].X.data[at - (at % 4) + turn[at % 4]]),
  );
  const all = [shards[0], { ...shards[1], columns, X: turned }];
  const kept = fleetOf("classifier", all);
  const source = modelSourceOf("classifier");
  const participants = all.map(({ X, y, columns }, k) => {
    const again = () => matrix(X.nRows, X.nColumns, X.data.slice());
    const features = new ShardFeatures(again(), again);
    return parameterServerParticipant({ name: kept.workers[k], source, columns, features, y });
  });
  const rereading = inProcessTransport(new Map(kept.workers.map((name, k) => [name, participants[k]])));
  for (const isStandardized of [true, false, true, true]) {
    const options = { maxIter: 10, standardize: isStandardized };
    const [a, b] = [
      await train("classifier", all, { ...options, transport: kept.transport }),
      await train("classifier", all, { ...options, transport: rereading }),
    ];
    expect(b.report.fit).toBe("ok");
    expect(b.model.parameters).toEqual(a.model.parameters);
  }
});
