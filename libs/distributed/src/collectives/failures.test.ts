import { DataError, type Floats } from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allReduceSum } from "./all-reduce.ts";
import { bitsOf, slowPeers, type Sending } from "./testing/slow-peers.ts";
import {
  AT_ONCE,
  beginAll,
  copies,
  float32s,
  float64s,
  gameOf,
  plainSum,
  vectorsOf,
  messagesOfARank,
  workersOf,
  type Game,
  type Outcome,
} from "./testing/sums.ts";

fc.configureGlobal({ seed: 1 });

describe("a failure", () => {
  test("to send is its rank's failure; its vector stays as it was, and nobody has a wrong sum", async () => {
    const property = fc.asyncProperty(
      vectorsOf(2),
      fc.nat(),
      fc.scheduler(),
      async (vectors, drawn, scheduler) => {
        const { turn, play } = gameOf(scheduler);
        const ranks = workersOf(vectors.length);
        const nth = drawn % (ranks.length * messagesOfARank(ranks.length));
        let broken: Sending | undefined;
        const peers = slowPeers(ranks, turn, (sending) => {
          if (peers.sendings.length - 1 !== nth) return;
          broken = sending;
          throw new Error("The cable is cut.");
        });
        const own = copies(vectors);
        const outcomes = beginAll(own, turn, peers);
        await play();
        const failed = outcomes.map(({ type }) => type === "failed");
        expect(failed).toEqual(ranks.map((rank) => rank === broken!.from));
        expect(outcomes[ranks.indexOf(broken!.to)]).toEqual({ type: "waits" });

        for (const mailbox of peers.inner.mailboxes.values()) mailbox.abandon("worker1 failed.");
        await play();
        for (const [rank, outcome] of outcomes.entries()) {
          if (outcome.type === "sum") expect(outcome.vector).toEqual(plainSum(vectors));
          else expect(bitsOf(own[rank])).toBe(bitsOf(vectors[rank]));
        }
        const reasons = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error.message] : []));
        expect(new Set(reasons)).toEqual(new Set(["The cable is cut.", "worker1 failed."]));
        expect(outcomes.filter(({ type }) => type === "waits")).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  test("is a worker that is gone, for all who send to it", async () => {
    const ranks = workersOf(3);
    const peers = slowPeers(ranks, AT_ONCE);
    peers.inner.lose("worker2");
    const sums = ["worker1", "worker3"].map((name) =>
      allReduceSum(Float64Array.of(1, 2, 3), {
        rank: ranks.indexOf(name),
        ranks,
        peers: peers.of(name),
        tag: "run sum",
      }),
    );
    const outcomes = await Promise.allSettled(sums);
    expect(outcomes.map((outcome) => outcome.status === "rejected" && String(outcome.reason))).toEqual([
      "Error: worker2 cannot be reached from worker1: it is gone.",
      "Error: worker2 cannot be reached from worker3: it is gone.",
    ]);
  });
});

describe("vectors that do not fit together", () => {
  async function outcomesOf(vectors: Floats[], game: Game): Promise<Outcome[]> {
    const outcomes = beginAll(vectors, game.turn, slowPeers(workersOf(vectors.length), game.turn));
    await game.play();
    return outcomes;
  }

  test("of several lengths or types: no rank has a sum, and one at least says why", async () => {
    const vector = fc.oneof(fc.nat(6).chain(float64s), fc.nat(6).chain(float32s));
    const different = fc
      .array(vector, { minLength: 2, maxLength: 5 })
      .filter((all) => new Set(all.map((v) => `${v.constructor.name} ${v.length}`)).size > 1);
    const property = fc.asyncProperty(different, fc.scheduler(), async (vectors, scheduler) => {
      const outcomes = await outcomesOf(copies(vectors), gameOf(scheduler));
      const errors = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : []));
      expect(outcomes.filter(({ type }) => type === "sum")).toEqual([]);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.every((error) => error instanceof DataError)).toBe(true);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  test.each([
    [
      new Float64Array(5),
      "5 numbers of a Float64Array from worker1 (run sum whole), got 4 numbers of a Float64Array",
    ],
    [
      new Float32Array(4),
      "4 numbers of a Float32Array from worker1 (run sum whole), got 4 numbers of a Float64Array",
    ],
  ])("the error says what was expected, what came and what to do (%#)", async (other, facts) => {
    const ranks = workersOf(2);
    const peers = slowPeers(ranks, AT_ONCE);
    const sum = (vector: Floats, rank: number) =>
      allReduceSum(vector, { rank, ranks, peers: peers.of(ranks[rank]), tag: "run sum" });
    const first = sum(new Float64Array(4), 0).catch(String);
    await expect(sum(other, 1)).rejects.toThrow(
      `Expected ${facts}. Give vectors of one length and type on all ranks, and the same ranks in the same order.`,
    );
    for (const mailbox of peers.inner.mailboxes.values()) mailbox.abandon("worker2 failed.");
    await first;
  });

  test.each([
    [
      -1,
      ["worker1", "worker2"],
      "Expected this worker's place among the 2 ranks of run sum, counted from 0, got -1.",
    ],
    [2, ["worker1", "worker2"], "got 2. Name the worker among its ranks (worker1, worker2)."],
    [0, ["worker1", "worker1"], "Expected different names of the ranks of run sum, got worker1, worker1."],
  ])("rank %d of %j", async (rank, ranks, message) => {
    const peers = slowPeers(ranks, AT_ONCE);
    const sum = allReduceSum(new Float64Array(4), {
      rank,
      ranks,
      peers: peers.of("worker1"),
      tag: "run sum",
    });
    await expect(sum).rejects.toThrow(message);
    expect(peers.sendings).toEqual([]);
  });
});
