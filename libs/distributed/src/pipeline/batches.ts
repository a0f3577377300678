import { consecutive, createRandom, hashSeed, shuffle } from "@chimera/algorithms";

/**
 * Which rows an epoch's steps learn from. It follows from the seed alone, so that the first stage, which reads X, and the
 * last, which reads y, choose the same rows from their own copies, and none has to travel.
 *
 * n rows in random order are cut in S = ⌈n / batchSize⌉ batches, and a batch in M micro-batches, each as even as can be:
 * part i of n in k is [⌊i n / k⌋, ⌊(i + 1) n / k⌋). So no batch is a small rest.
 */
export interface Batches {
  /** n */
  readonly nRows: number;
  /** Most rows of a batch. */
  readonly batchSize: number;
  /** Seed of the order of the rows. */
  readonly seed: number;
  /** Whether rows are put in another order in every epoch. */
  readonly shuffle: boolean;
}

/** S */
export function stepsPerEpoch({ nRows, batchSize }: Batches): number {
  return Math.ceil(nRows / batchSize);
}

/** The fewest rows that a batch has: ⌊n / S⌋. */
export function smallestBatch(batches: Batches): number {
  return Math.floor(batches.nRows / stepsPerEpoch(batches));
}

/** Part i of k, as even as can be. */
function partOf(rows: Int32Array, i: number, k: number): Int32Array {
  const n = rows.length;
  return rows.subarray(Math.floor((i * n) / k), Math.floor(((i + 1) * n) / k));
}

/** Walks through the steps of a training, and remembers the order of the epoch it is in. */
export class BatchPlan {
  readonly batches: Batches;
  readonly stepsPerEpoch: number;
  #epoch = -1;
  #order: Int32Array = new Int32Array(0);

  constructor(batches: Batches) {
    this.batches = batches;
    this.stepsPerEpoch = stepsPerEpoch(batches);
  }

  /** @param step 0, 1, … over all epochs. @returns indices of the data set's rows: a view. */
  batchOf(step: number): Int32Array {
    const order = this.#orderOf(Math.floor(step / this.stepsPerEpoch));
    return partOf(order, step % this.stepsPerEpoch, this.stepsPerEpoch);
  }

  #orderOf(epoch: number): Int32Array {
    if (epoch !== this.#epoch) {
      const { nRows, seed, shuffle: shuffles } = this.batches;
      this.#order = consecutive(nRows);
      if (shuffles) shuffle(this.#order, createRandom(hashSeed(seed, "epoch", epoch)));
      this.#epoch = epoch;
    }
    return this.#order;
  }
}

/** The rows of micro-batch j of a batch of M: a view. */
export function microBatchOf(batch: Int32Array, j: number, M: number): Int32Array {
  return partOf(batch, j, M);
}
