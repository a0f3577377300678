import fc from "fast-check";
import type { EstimatorBase, Label, PlainData } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";

/** Rows of three classes with weights, and where they are cut into parts. */
export interface CutRows {
  X: Matrix;
  y: number[];
  sampleWeight: number[];
  /** Row numbers of each part; every part has at least one row, and some have rows of one class alone. */
  parts: number[][];
}

const CLASSES = [0, 1, 2];

/** Random rows, features > 0, random cuts: parts of one row, and parts without one of the classes, are common. */
export const cutRows: fc.Arbitrary<CutRows> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), fc.nat())
  .map(([sizes, seed]) => {
    const random = createRandom(seed);
    const n = sizes.reduce((sum, size) => sum + size, 0);
    const y = Array.from({ length: n }, () => random.integer(3));
    const X = matrix(n, 4);
    for (let at = 0; at < X.data.length; at++) {
      X.data[at] = 3 + y[Math.floor(at / 4)] + Math.abs(random.normal());
    }
    let start = 0;
    const parts = sizes.map((size) => Array.from({ length: size }, () => start++));
    return { X, y, sampleWeight: y.map(() => 0.5 + random.next()), parts };
  });

interface Mergeable extends EstimatorBase {
  fit(
    X: Matrix,
    y: number[],
    options: { sampleWeight?: readonly number[]; classes?: readonly Label[] },
  ): unknown;
  merge(states: readonly PlainData[]): this;
}

/** The model of all rows, and the one that was merged from those of the parts, sent as JSON. */
export function serialAndMerged<M extends Mergeable>(
  make: () => M,
  { X, y, sampleWeight, parts }: CutRows,
  isWeighted: boolean,
): { serial: M; merged: M } {
  const fitOn = (rows: number[]) => {
    const model = make();
    const weights = isWeighted ? rows.map((i) => sampleWeight[i]) : undefined;
    model.fit(
      takeRows(X, rows),
      rows.map((i) => y[i]),
      { classes: CLASSES, sampleWeight: weights },
    );
    return model;
  };
  const states = parts.map((rows) => JSON.parse(JSON.stringify(fitOn(rows).toState())) as PlainData);
  const merged = make();
  merged.merge(states);
  return { serial: fitOn(y.map((_, i) => i)), merged };
}
