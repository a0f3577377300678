import { describe, expect, test } from "vitest";
import type { Transport } from "../coordinator/coordinator.ts";
import { cut, madeData } from "../testing/made-data.ts";
import type { ParameterServerAnswer, ParameterServerOrder } from "./messages.ts";
import { fleetOf, train } from "./testing.ts";

const shards = cut(madeData("classifier", 90, 2), [45, 45]);
const options = { maxIter: 3, standardize: true };

/** worker2 answers one kind of order wrongly. */
function twisted(order: string, twist: (answer: ParameterServerAnswer) => object) {
  const { transport } = fleetOf("classifier", shards);
  return {
    async deliver(to, sent) {
      const delivery = await transport.deliver(to, sent);
      if (to !== "worker2" || sent.type !== order) return delivery;
      return {
        ...delivery,
        answer: { ...delivery.answer, ...twist(delivery.answer) } as ParameterServerAnswer,
      };
    },
  } satisfies Transport<ParameterServerOrder, ParameterServerAnswer>;
}

describe("an answer that does not fit fails its worker, and nobody else", () => {
  const cases: [string, string, object, string][] = [
    ["a gradient too short", "gradient", { gradient: new Float64Array(2) }, "a gradient of 3 values, got 2"],
    ["a gradient too long", "gradient", { gradient: new Float64Array(4) }, "a gradient of 3 values, got 4"],
    [
      "an answer to something else",
      "prepare",
      { type: "description" },
      "It answered prepare with description.",
    ],
    ["no columns", "describe", { columns: [] }, "without a column"],
    ["a column twice", "describe", { columns: ["x0", "x0"] }, "names a column twice ([x0, x0])"],
    ["a classifier without classes", "describe", { classes: null }, "tells no classes"],
    ["moments of another length", "describe", { moments: { mean: [0], m2: [1] } }, "moments of 2 columns"],
    [
      "moments that are none",
      "describe",
      { moments: { mean: [0, 0], m2: [1, -1] } },
      "each sum of squares ≥ 0",
    ],
    ["counts of other classes", "describe", { classCounts: [45] }, "as many class counts as classes"],
    ["counts of other rows", "describe", { classCounts: [45, 45] }, "45 rows together, got [45, 45]"],
  ];
  for (const [name, order, change, reason] of cases) {
    test(name, async () => {
      const { report, model } = await train("classifier", shards, {
        ...options,
        transport: twisted(order, () => change),
      });
      expect(report.fit).toBe("partial");
      expect(report.workers[1].failure).toMatchObject({ order, reason: expect.stringContaining(reason) });
      expect(report.workers[0].state).toBe("ok");
      const alone = await train("classifier", shards.slice(0, 1), options);
      if (order !== "gradient" && order !== "prepare") {
        expect(Array.from(model.parameters)).toEqual(Array.from(alone.model.parameters));
      }
    });
  }
});

test("no row anywhere is refused before round 1", async () => {
  const { transport } = fleetOf("classifier", shards.slice(0, 1));
  const empty: typeof transport = {
    async deliver(to, sent) {
      const delivery = await transport.deliver(to, sent);
      return { ...delivery, answer: { ...delivery.answer, nSamples: 0 } as ParameterServerAnswer };
    },
  };
  await expect(train("classifier", shards.slice(0, 1), { transport: empty })).rejects.toThrow("hold no row");
});
