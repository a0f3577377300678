import type { Floats } from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allReduceSum } from "./all-reduce.ts";
import {
  beginAll,
  copies,
  gameOf,
  messagesOfARank,
  plainSum,
  sumAtOnce,
  vectorsOf,
  workersOf,
} from "./testing/sums.ts";
import { bitsOf, slowPeers, type Sending } from "./testing/slow-peers.ts";

fc.configureGlobal({ seed: 1 });

describe("every rank has the sum", () => {
  test("in the order of ranks, bit for bit the same, whatever comes first", async () => {
    const property = fc.asyncProperty(
      vectorsOf(1),
      fc.boolean(),
      fc.scheduler(),
      async (vectors, mean, scheduler) => {
        const { turn, play } = gameOf(scheduler);
        const peers = slowPeers(workersOf(vectors.length), turn);
        const outcomes = beginAll(copies(vectors), turn, peers, mean);
        await play();

        const sums = outcomes.map((outcome) => (outcome.type === "sum" ? outcome.vector : outcome.type));
        for (const sum of sums) expect(sum).toEqual(plainSum(vectors, mean));
        expect(new Set((sums as Floats[]).map(bitsOf)).size).toBe(1);
        expect(peers.sendings.filter(({ wasTouched }) => wasTouched)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });

  test("and nothing is being sent any more from a vector that is done", async () => {
    const property = fc.asyncProperty(vectorsOf(2), fc.scheduler(), async (vectors, scheduler) => {
      const { turn, play } = gameOf(scheduler);
      const ranks = workersOf(vectors.length);
      const peers = slowPeers(ranks, turn);
      const open: Sending[] = [];
      vectors.forEach(async (vector, rank) => {
        const from = ranks[rank];
        await allReduceSum(vector, { rank, ranks, peers: peers.of(from), tag: "run sum" });
        open.push(...peers.sendings.filter((sending) => sending.from === from && !sending.isOver));
      });
      await play();
      expect(peers.sendings.every(({ isOver }) => isOver)).toBe(true);
      expect(open).toEqual([]);
    });
    await fc.assert(property);
  });

  test("float32 is rounded after each addition", async () => {
    const vectors = [2 ** 24, 1, 1].map((x) => Float32Array.of(x));
    await sumAtOnce(vectors);
    // 2²⁴ + 1 is no float32; added up in float64 it would be 2²⁴ + 2.
    expect(vectors).toEqual([2 ** 24, 2 ** 24, 2 ** 24].map((x) => Float32Array.of(x)));
  });

  test("the sum of −0 is −0", async () => {
    const vectors = [-0, -0, -0].map((x) => Float64Array.of(x));
    await sumAtOnce(vectors);
    for (const [sum] of vectors) expect(sum).toBe(-0);
  });
});

describe("what travels", () => {
  const bytesOf = (sendings: readonly Sending[]) => sendings.reduce((sum, { nBytes }) => sum + nBytes, 0);

  test("a rank sends and receives S − S_r + (N − 1) S_r bytes in 2 (N − 1) messages, two ranks in one each", async () => {
    const property = fc.asyncProperty(vectorsOf(1), fc.scheduler(), async (vectors, scheduler) => {
      const { turn, play } = gameOf(scheduler);
      const ranks = workersOf(vectors.length);
      const peers = slowPeers(ranks, turn);
      beginAll(copies(vectors), turn, peers);
      await play();

      const [{ byteLength: S, BYTES_PER_ELEMENT, length }] = vectors;
      const N = ranks.length;
      expect(bytesOf(peers.sendings)).toBe(2 * (N - 1) * S);
      for (const [r, rank] of ranks.entries()) {
        const sent = peers.sendings.filter(({ from }) => from === rank);
        const received = peers.sendings.filter(({ to }) => to === rank);
        const nOwn = Math.floor(((r + 1) * length) / N) - Math.floor((r * length) / N);
        const expected = N === 1 ? 0 : S + (N - 2) * nOwn * BYTES_PER_ELEMENT;
        expect([sent.length, bytesOf(sent)]).toEqual([messagesOfARank(N), expected]);
        expect([received.length, bytesOf(received)]).toEqual([messagesOfARank(N), expected]);
      }
    });
    await fc.assert(property);
  });

  test.each([2, 3, 4, 5])("2 (N − 1)/N · S with %d ranks that divide the length", async (N) => {
    const S = 60 * Float64Array.BYTES_PER_ELEMENT;
    const ranks = workersOf(N);
    const peers = await sumAtOnce(ranks.map(() => new Float64Array(60)));
    for (const rank of ranks) {
      expect(bytesOf(peers.sendings.filter(({ from }) => from === rank))).toBe((2 * (N - 1) * S) / N);
    }
  });
});
