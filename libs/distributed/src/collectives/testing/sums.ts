import type { Floats } from "@chimera/algorithms";
import * as fc from "fast-check";
import { allReduceSum } from "../all-reduce.ts";
import { slowPeers, type SlowPeers, type Turn } from "./slow-peers.ts";

export const AT_ONCE: Turn = () => Promise.resolve();
export const workersOf = (N: number) => Array.from({ length: N }, (_, r) => `worker${r + 1}`);

/** Messages that each of N ranks sends in a sum, and receives. */
export const messagesOfARank = (N: number) => (N === 2 ? 1 : 2 * (N - 1));

export const float64s = (length: number) => fc.float64Array({ minLength: length, maxLength: length });
export const float32s = (length: number) => fc.float32Array({ minLength: length, maxLength: length });

/** N vectors of one length and type: shorter than N, no multiple of N, empty; with infinities, NaN and −0. */
export const vectorsOf = (minN: number): fc.Arbitrary<Floats[]> =>
  fc
    .record({ N: fc.integer({ min: minN, max: 5 }), length: fc.nat(13), isDouble: fc.boolean() })
    .chain(({ N, length, isDouble }): fc.Arbitrary<Floats[]> => {
      const size = { minLength: N, maxLength: N };
      return isDouble ? fc.array(float64s(length), size) : fc.array(float32s(length), size);
    });

export type Outcome = { type: "waits" } | { type: "sum"; vector: Floats } | { type: "failed"; error: Error };

export interface Game {
  readonly turn: Turn;
  /** Lets everything happen that can. */
  readonly play: () => Promise<void>;
}

export const gameOf = (scheduler: fc.Scheduler): Game => ({
  turn: () => scheduler.schedule(Promise.resolve()),
  play: () => scheduler.waitIdle(),
});

/** All ranks sum, each beginning at its turn, and spoiling its vector as soon as it has the sum. */
export function beginAll(vectors: Floats[], turn: Turn, peers: SlowPeers, mean?: boolean): Outcome[] {
  const ranks = workersOf(vectors.length);
  const outcomes: Outcome[] = vectors.map(() => ({ type: "waits" }));
  vectors.forEach(async (vector, rank) => {
    await turn();
    try {
      await allReduceSum(vector, { rank, ranks, peers: peers.of(ranks[rank]), tag: "run sum", mean });
      outcomes[rank] = { type: "sum", vector: vector.slice() };
      vector.fill(-1);
    } catch (error) {
      outcomes[rank] = { type: "failed", error: error as Error };
    }
  });
  return outcomes;
}

export function plainSum(vectors: readonly Floats[], mean = false): Floats {
  const round = vectors[0] instanceof Float32Array ? Math.fround : (x: number) => x;
  const sum = vectors[0].slice();
  for (let i = 0; i < sum.length; i++) {
    let s = vectors[0][i];
    for (const vector of vectors.slice(1)) s = round(s + vector[i]);
    sum[i] = mean ? round(s / vectors.length) : s;
  }
  return sum;
}

/** All ranks sum, and nothing is late. */
export async function sumAtOnce(vectors: readonly Floats[]): Promise<SlowPeers> {
  const ranks = workersOf(vectors.length);
  const peers = slowPeers(ranks, AT_ONCE);
  await Promise.all(
    vectors.map((vector, rank) =>
      allReduceSum(vector, { rank, ranks, peers: peers.of(ranks[rank]), tag: "run sum" }),
    ),
  );
  return peers;
}

export const copies = (vectors: readonly Floats[]): Floats[] => vectors.map((vector) => vector.slice());
