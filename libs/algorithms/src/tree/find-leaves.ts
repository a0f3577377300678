import type { Matrix } from "../tensor/matrix.ts";
import { LEAF, type FlatTree } from "./flat-tree.ts";

/**
 * The leaf that every row ends in.
 *
 * @param X n × d, finite.
 * @param rows indices of the rows that are wanted. Default: all of them, in order.
 * @returns a leaf for each of them.
 */
export function findLeaves(tree: FlatTree, X: Matrix, rows?: Int32Array): Int32Array {
  const leaves = new Int32Array(rows?.length ?? X.nRows);
  const nTogether = isWorthPacking(tree, leaves.length) ? leaves.length - (leaves.length % 4) : 0;
  if (nTogether > 0) descendTogether(packTree(tree), X, rows, leaves, nTogether);
  for (let p = nTogether; p < leaves.length; p++) {
    leaves[p] = leafAt(tree, X.data, (rows === undefined ? p : rows[p]) * X.nColumns);
  }
  return leaves;
}

/** Packing a tree costs about as much as one row for every ten nodes. */
function isWorthPacking({ feature }: FlatTree, nRows: number): boolean {
  return feature[0] !== LEAF && 10 * nRows > feature.length;
}

/** The leaf of the row that begins at position `first` of `data`. */
function leafAt({ feature, threshold, left, right }: FlatTree, data: Float64Array, first: number): number {
  let t = 0;
  while (feature[t] !== LEAF) t = data[first + feature[t]] <= threshold[t] ? left[t] : right[t];
  return t;
}

/**
 * A tree for quick descents: what is read of a node lies side by side. Both arrays are views of the same memory, where node t
 * has 16 bytes: `numbers[2 t]` is the threshold, `integers[4 t + 2]` the feature, `integers[4 t + 3]` the left child, after
 * which comes the right one. A leaf is its own left child and has the threshold ∞: who is there stays.
 */
interface PackedTree {
  readonly numbers: Float64Array;
  readonly integers: Int32Array;
}

function packTree({ feature, threshold, left }: FlatTree): PackedTree {
  const numbers = new Float64Array(2 * feature.length);
  const integers = new Int32Array(numbers.buffer);
  for (let t = 0; t < feature.length; t++) {
    const isLeaf = feature[t] === LEAF;
    // −0 becomes 0: the difference of −0 and 0 would be −0, with the sign of a number below.
    numbers[2 * t] = isLeaf ? Infinity : threshold[t] + 0;
    integers[4 * t + 2] = isLeaf ? 0 : feature[t];
    integers[4 * t + 3] = isLeaf ? t : left[t];
  }
  return { numbers, integers };
}

/** Which of the two words of a float64 has the sign: 1 where memory is little-endian. */
const SIGN_WORD = new Int32Array(Float64Array.of(-0).buffer)[0] === 0 ? 1 : 0;

/**
 * Descends with four rows at a time: each step waits for memory, and four waits are as long as one. Nor is there a branch on
 * x ≤ threshold, which would be predicted wrongly every other time: the sign of threshold − x is 1 where x goes to the right.
 *
 * @param leaves receives the first n leaves, n a multiple of 4.
 */
function descendTogether(
  { numbers, integers }: PackedTree,
  { data, nColumns: d }: Matrix,
  rows: Int32Array | undefined,
  leaves: Int32Array,
  n: number,
): void {
  const difference = new Float64Array(4);
  const words = new Int32Array(difference.buffer);
  const s = SIGN_WORD;
  for (let p = 0; p < n; p += 4) {
    const row0 = (rows === undefined ? p : rows[p]) * d;
    const row1 = (rows === undefined ? p + 1 : rows[p + 1]) * d;
    const row2 = (rows === undefined ? p + 2 : rows[p + 2]) * d;
    const row3 = (rows === undefined ? p + 3 : rows[p + 3]) * d;
    let [t0, t1, t2, t3] = [0, 0, 0, 0];
    for (let isMoving = true; isMoving;) {
      difference[0] = numbers[2 * t0] - data[row0 + integers[4 * t0 + 2]];
      difference[1] = numbers[2 * t1] - data[row1 + integers[4 * t1 + 2]];
      difference[2] = numbers[2 * t2] - data[row2 + integers[4 * t2 + 2]];
      difference[3] = numbers[2 * t3] - data[row3 + integers[4 * t3 + 2]];
      const next0 = integers[4 * t0 + 3] + (words[s] >>> 31);
      const next1 = integers[4 * t1 + 3] + (words[s + 2] >>> 31);
      const next2 = integers[4 * t2 + 3] + (words[s + 4] >>> 31);
      const next3 = integers[4 * t3 + 3] + (words[s + 6] >>> 31);
      isMoving = ((next0 ^ t0) | (next1 ^ t1) | (next2 ^ t2) | (next3 ^ t3)) !== 0;
      t0 = next0;
      t1 = next1;
      t2 = next2;
      t3 = next3;
    }
    leaves[p] = t0;
    leaves[p + 1] = t1;
    leaves[p + 2] = t2;
    leaves[p + 3] = t3;
  }
}
