import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix } from "../tensor/matrix.ts";
import { findLeaves } from "./find-leaves.ts";
import { LEAF, type FlatTree } from "./flat-tree.ts";

/** A random tree over 3 features; thresholds are among the values of the rows. */
function madeTree(seed: number, values: readonly number[]): FlatTree {
  const random = createRandom(seed);
  const [feature, threshold, left] = [[] as number[], [] as number[], [] as number[]];
  feature.push(LEAF);
  for (let t = 0; t < feature.length; t++) {
    const isLeaf = feature.length > 60 || random.next() < 0.2;
    feature[t] = isLeaf ? LEAF : random.integer(3);
    threshold[t] = isLeaf ? 0 : values[random.integer(values.length)];
    left[t] = isLeaf ? LEAF : feature.length;
    if (!isLeaf) feature.push(LEAF, LEAF);
  }
  const zeros = new Float64Array(feature.length);
  return {
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    right: Int32Array.from(left, (t) => (t === LEAF ? LEAF : t + 1)),
    nOutputs: 1,
    value: zeros,
    nRows: new Int32Array(feature.length),
    weight: zeros,
    impurity: zeros,
  };
}

const VALUES = [0, -0, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE, 1 + Number.EPSILON, 1e308, -1e308];

/** By the rule: to the left where x ≤ threshold. */
function descend(tree: FlatTree, x: Float64Array): number {
  let t = 0;
  while (tree.feature[t] !== LEAF) {
    t = x[tree.feature[t]] <= tree.threshold[t] ? tree.left[t] : tree.right[t];
  }
  return t;
}

describe("the leaves of rows", () => {
  test("are those of the rule, for any tree and any number of rows", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 30 }), (seed, nRows) => {
        const random = createRandom(seed + 1);
        const tree = madeTree(seed, VALUES);
        const X = matrix(nRows, 3);
        X.data.forEach((_, at) => (X.data[at] = VALUES[random.integer(VALUES.length)]));
        const expected = Array.from({ length: nRows }, (_, i) =>
          descend(tree, X.data.subarray(3 * i, 3 * i + 3)),
        );
        expect([...findLeaves(tree, X)]).toEqual(expected);
        const some = Int32Array.from({ length: nRows }, () => random.integer(nRows));
        expect([...findLeaves(tree, X, some)]).toEqual(Array.from(some, (i) => expected[i]));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("of a tree that is one leaf is the root, also without columns", () => {
    const tree = { ...madeTree(0, VALUES), feature: Int32Array.of(LEAF) };
    expect([...findLeaves(tree, matrix(5, 0))]).toEqual([0, 0, 0, 0, 0]);
  });
});
