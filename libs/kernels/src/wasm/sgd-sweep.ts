import { checkSweep, typescriptKernels, type SGDSweep } from "@chimera/algorithms";
import { copy } from "./copies.ts";
import { WORKSPACE_BYTES, type DataMemories, type DataMemory } from "./data-memory.ts";
import { numberOf } from "./losses.ts";
import type { Scratch } from "./scratch.ts";

/** Rows of a call: so many factors of at least ½ do not bring the product of log_loss below 1e-155. */
const MOST_ROWS = 512;
/** Bytes of a call's vectors besides w: order (int32), targets, rates, factors, bias and result. */
const VECTORS_BYTES = MOST_ROWS * (4 + 3 * 8) + 32;

/** Where the module finds the rows of a sweep, and a place for its vectors. */
interface Place {
  readonly call: DataMemory["instance"]["call"];
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  /** Address of the rows. */
  readonly x: number;
  /** Address of the vectors. */
  readonly vectors: number;
  /** Whether the rows were copied in the order they are taken. */
  readonly inOrder: boolean;
}

/** Losses that the module does not know, a user's own among them, are the reference's. */
export function wasmSgdSweep(memories: DataMemories, scratch: Scratch, sweep: SGDSweep): number {
  const loss = numberOf(sweep.loss);
  if (loss === undefined) return typescriptKernels.sgdSweep(sweep);
  checkSweep(sweep);
  let sum = 0;
  for (let done = 0; done < sweep.size; done += MOST_ROWS) {
    const size = Math.min(MOST_ROWS, sweep.size - done);
    sum += sweepPart(placeOf(memories, scratch, sweep, done, size), loss, sweep, done, size);
  }
  return sum;
}

/** The `size` rows behind the first `done`. */
function sweepPart(place: Place, loss: number, sweep: SGDSweep, done: number, size: number): number {
  const { d, order, start, targets, rates, factors, l2, fitIntercept, w, bias } = sweep;
  const { call, float64, int32, x, vectors, inOrder } = place;
  const [ordered, ys, etas, weights, b, result] = addresses(vectors);
  const ws = result + 16;
  for (let i = 0; i < size; i++) int32[ordered / 4 + i] = inOrder ? i : order[start + done + i];
  copy(targets, done, size, float64, ys / 8);
  copy(rates, done, size, float64, etas / 8);
  copy(factors, done, size, float64, weights / 8);
  copy(w, 0, d, float64, ws / 8);
  float64[b / 8] = bias[0];
  const epsilon = sweep.loss.parameter ?? 0;
  const hasBias = fitIntercept ? 1 : 0;
  const sum = call.sgdSweep(
    loss,
    epsilon,
    x,
    d,
    ordered,
    size,
    ys,
    etas,
    weights,
    l2,
    hasBias,
    ws,
    b,
    result,
  );
  copy(float64, ws / 8, d, w, 0);
  bias[0] = float64[b / 8];
  // The product is 1 for all losses but log_loss.
  return sum - Math.log(float64[result / 8]);
}

function addresses(vectors: number): number[] {
  const ys = vectors + MOST_ROWS * 4;
  const [etas, weights, b] = [1, 2, 3].map((k) => ys + k * MOST_ROWS * 8);
  return [vectors, ys, etas, weights, b, b + 16];
}

function placeOf(
  memories: DataMemories,
  scratch: Scratch,
  { x, d, order, start }: SGDSweep,
  done: number,
  size: number,
): Place {
  const own = memories.of(x);
  if (own && VECTORS_BYTES + d * 8 <= WORKSPACE_BYTES) {
    const { instance, float64, int32, workspace } = own;
    return { call: instance.call, float64, int32, x: x.byteOffset, vectors: workspace, inOrder: false };
  }
  const vectorsBytes = VECTORS_BYTES + d * 8;
  scratch.begin(vectorsBytes, size * d * 8);
  const vectors = scratch.take(vectorsBytes);
  const rows = scratch.take(size * d * 8);
  const { call, float64, int32 } = scratch;
  for (let i = 0; i < size; i++) copy(x, order[start + done + i] * d, d, float64, rows / 8 + i * d);
  return { call, float64, int32, x: rows, vectors, inOrder: true };
}
