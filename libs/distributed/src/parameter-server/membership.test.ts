import { describe, expect, test } from "vitest";
import type { RunEvent, Transport } from "../coordinator/coordinator.ts";
import { cut, madeData } from "../testing/made-data.ts";
import type { ParameterServerAnswer, ParameterServerOrder } from "./messages.ts";
import { fleetOf, train } from "./testing.ts";

const data = madeData("classifier", 200, 3);
const shards = cut(data, [80, 70, 50]);
const options = { maxIter: 10, standardize: true };

describe("a worker dies", () => {
  test("before it describes itself: the others train on without its rows", async () => {
    const faults = [{ worker: "worker2", order: "describe", moment: "before" as const }];
    const { model, report } = await train("classifier", shards, { ...options, faults });
    const others = await train("classifier", [shards[0], shards[2]], options);
    expect(report.fit).toBe("partial");
    expect(report.workers[1]).toEqual({
      name: "worker2",
      state: "failed",
      nSamples: null,
      rounds: 0,
      failure: { order: "describe", round: 0, reason: "worker2 is gone." },
    });
    expect(Array.from(model.parameters)).toEqual(Array.from(others.model.parameters));
  });

  for (const moment of ["before", "during", "after"] as const) {
    test(`${moment} its answer in round 3: counted up to the last answer that arrived`, async () => {
      const events: RunEvent[] = [];
      const faults = [{ worker: "worker2", order: "gradient", round: 3, moment }];
      const onEvent = (event: RunEvent): number => events.push(event);
      const { report } = await train("classifier", shards, { ...options, faults, onEvent });
      const lastRound = moment === "after" ? 3 : 2;
      expect(report.fit).toBe("partial");
      expect(report.iterations).toBe(10);
      expect(report.workers[1]).toMatchObject({
        state: "failed",
        nSamples: 70,
        rounds: lastRound,
        failure: { order: "gradient", round: lastRound + 1 },
      });
      expect(report.workers[0]).toEqual({ name: "worker1", state: "ok", nSamples: 80, rounds: 10 });
      const rounds = events.filter((event) => event.type === "round-finished");
      expect(rounds[lastRound - 1].answered).toEqual(["worker1", "worker2", "worker3"]);
      expect(rounds[lastRound].answered).toEqual(["worker1", "worker3"]);
      expect(
        events.filter((event) => event.type === "order-sent" && event.worker === "worker2"),
      ).toHaveLength(2 + lastRound + 1);
    });
  }

  test("when the last missing worker of a round dies, the round does not hang", async () => {
    const faults = [{ worker: "worker3", order: "gradient", round: 10, moment: "before" as const }];
    const { report } = await train("classifier", shards, { ...options, faults });
    expect(report).toMatchObject({ fit: "partial", iterations: 10 });
  });

  test("and nobody is left: an error with everybody's reason", async () => {
    const faults = [1, 2, 3].map((k) => ({
      worker: `worker${k}`,
      order: "gradient",
      round: k,
      moment: "before" as const,
    }));
    await expect(train("classifier", shards, { ...options, faults })).rejects.toThrow(
      "No worker is left: worker1 (gradient, round 1: worker1 is gone.); " +
        "worker2 (gradient, round 2: worker2 is gone.); worker3 (gradient, round 3: worker3 is gone.)",
    );
  });
});

test("a participant that reports n = 0 has weight 0", async () => {
  const fleet = fleetOf("classifier", shards);
  const emptied: Transport<ParameterServerOrder, ParameterServerAnswer> = {
    async deliver(to, order) {
      const delivery = await fleet.transport.deliver(to, order);
      if (to !== "worker3") return delivery;
      return { ...delivery, answer: { ...delivery.answer, nSamples: 0 } as ParameterServerAnswer };
    },
  };
  const { model } = await train("classifier", shards, { maxIter: 10, transport: emptied });
  const others = await train("classifier", shards.slice(0, 2), { maxIter: 10 });
  expect(Array.from(model.parameters)).toEqual(Array.from(others.model.parameters));
});

test("the order of arrival does not change a bit", async () => {
  const fleet = fleetOf("classifier", shards);
  const waiting: (() => void)[] = [];
  const reversed: Transport<ParameterServerOrder, ParameterServerAnswer> = {
    async deliver(to, order) {
      const delivery = await fleet.transport.deliver(to, order);
      await new Promise<void>((resolve) => {
        waiting.unshift(resolve);
        if (waiting.length === 3) waiting.splice(0).forEach((arrive) => arrive());
      });
      return delivery;
    },
  };
  const late = await train("classifier", shards, { ...options, transport: reversed });
  const early = await train("classifier", shards, options);
  expect(Array.from(late.model.parameters)).toEqual(Array.from(early.model.parameters));
});
