import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, rowOf } from "../tensor/matrix.ts";
import { PackedForest, type ForestTree } from "./packed-forest.ts";

const random = createRandom(3);

/** A tree with random splits of random leaves, children anywhere behind their parents, and S numbers a node. */
function randomTree(nLeaves: number, d: number, S: number): ForestTree {
  const feature = [-1];
  const [threshold, left, right] = [[0], [-1], [-1]];
  const leaves = [0];
  while (leaves.length < nLeaves) {
    const [t] = leaves.splice(random.integer(leaves.length), 1);
    const pair = [feature.length, feature.length + 1];
    // In either order, so that siblings are not always left then right.
    if (random.integer(2) === 1) pair.reverse();
    [feature[t], threshold[t], left[t], right[t]] = [random.integer(d), random.integer(5), pair[0], pair[1]];
    for (const child of pair) [feature[child], threshold[child], left[child], right[child]] = [-1, 0, -1, -1];
    leaves.push(...pair);
  }
  return {
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    value: Float64Array.from({ length: S * feature.length }, () => random.next()),
  };
}

function leafOf(tree: ForestTree, x: Float64Array): number {
  let t = 0;
  while (tree.feature[t] >= 0) t = x[tree.feature[t]] <= tree.threshold[t] ? tree.left[t] : tree.right[t];
  return t;
}

describe("a packed forest answers what its trees do", () => {
  // Numbers of rows around the eight that walk together and the blocks of 128 (or, for large trees, of some 500).
  test.each([0, 1, 7, 8, 9, 127, 128, 129, 300, 1100])("%d rows", (n) => {
    const [d, S, K] = [3, 2, 5];
    for (const sizes of [[1, 2, 9, 40, 200], [1, 500], []]) {
      const trees = sizes.map((nLeaves) => randomTree(nLeaves, d, S));
      const X = matrix(n, d);
      for (let at = 0; at < X.data.length; at++) X.data[at] = random.integer(6);
      const scores = new Float64Array(n * K).fill(1);
      const column = (m: number) => m % 4;
      new PackedForest(trees, S, column).addTo(X, scores, K);

      const expected = new Float64Array(n * K).fill(1);
      for (let i = 0; i < n; i++) {
        trees.forEach((tree, m) => {
          const leaf = leafOf(tree, rowOf(X, i));
          for (let s = 0; s < S; s++) expected[i * K + column(m) + s] += tree.value[leaf * S + s];
        });
      }
      expect(scores).toEqual(expected);
    }
  });
});
