import { dense, type LayerMaker } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { InterruptedTraining } from "./recovery.ts";
import { predictThroughStages } from "./predict.ts";
import { trainInOneProcess } from "./serial.ts";
import type { PipelineOptions } from "./settings.ts";
import { laboratory, RING_LAYERS, rings, type Laboratory } from "./testing.ts";

const data = rings(50);
const options: PipelineOptions = { layers: RING_LAYERS, batchSize: 20, epochs: 4, stages: 3, seed: 5 };

/** worker2's process ends when it is asked for that round; `returns`: another one begins at once. */
function killInRound(lab: Laboratory, round: number, returns = true): void {
  lab.before = (to, order) => {
    if (to !== "worker2") return;
    if (order.type === "describe" && !returns && order.wait)
      throw new Error("worker2 refused the connection.");
    if (order.type !== "train" || order.round !== round) return;
    lab.peers.lose("worker2");
    if (returns) {
      lab.restart("worker2");
      lab.before = () => undefined;
    }
    throw new Error("worker2 ended while it was answering.");
  };
}

describe("a stage that dies", () => {
  test("is waited for, and training goes on from the last checkpoint: the result is the same, bit for bit", async () => {
    const lab = laboratory(3, data);
    killInRound(lab, 3);
    const { model, training, report } = await lab.fit(options);
    expect(model.weights).toEqual(trainInOneProcess(training.plan, data.X, data.y, 4).weights);
    expect(training.attempt).toBe(2);
    expect(report.notes).toEqual([
      "worker2 failed in round 3: worker2 ended while it was answering. Training goes on from the checkpoint after round 2 as soon as all workers answer.",
    ]);
  });

  test("is blamed, not the neighbour that could not reach it and tells of it first", async () => {
    const lab = laboratory(3, data);
    lab.before = (to, order) => {
      if (to !== "worker1" || order.type !== "train" || order.round !== 3) return;
      lab.before = () => undefined;
      throw new Error("worker1 could not reach worker2: Nothing listens at http://worker2.");
    };
    const { report } = await lab.fit(options);
    expect(report.notes).toEqual([
      expect.stringMatching(
        /^worker2 failed in round 3: worker1 could not reach worker2: Nothing listens at /,
      ),
    ]);
  });

  test("without a checkpoint training begins afresh", async () => {
    const lab = laboratory(3, data);
    killInRound(lab, 2);
    const { model, training, report } = await lab.fit({ ...options, checkpointEvery: null });
    expect(model.weights).toEqual(trainInOneProcess(training.plan, data.X, data.y, 4).weights);
    expect(report.notes[0]).toContain("goes on from the start");
  });

  test("that does not return ends the fit with its name and reason; a warm start goes on later", async () => {
    const lab = laboratory(3, data);
    killInRound(lab, 3, false);
    const error = await lab.fit(options).catch((caught: unknown) => caught as InterruptedTraining);
    expect(error).toBeInstanceOf(InterruptedTraining);
    const { message, checkpoint } = error as InterruptedTraining;
    expect(message).toMatch(/^worker2 failed in round 3: .* Not back: worker2 \(worker2 refused/);
    expect(checkpoint?.round).toBe(2);

    lab.restart("worker2");
    lab.before = () => undefined;
    const { model, training } = await lab.fit(options, { fitId: "second", from: checkpoint! });
    expect(model.weights).toEqual(trainInOneProcess(training.plan, data.X, data.y, 4).weights);
  });

  test("that returns with another data set ends the fit", async () => {
    const lab = laboratory(3, data);
    killInRound(lab, 3);
    const other = laboratory(3, rings(50, 2)).transport;
    const { deliver } = lab.transport;
    lab.transport.deliver = (to, order) => {
      const isBack = to === "worker2" && order.type === "describe" && order.wait;
      return isBack ? other.deliver(to, order) : deliver(to, order);
    };
    await expect(lab.fit(options)).rejects.toThrow(
      "worker2 came back with another data set than the fit began with: give it that one again and fit with warmStart, or fit anew.",
    );
  });

  test("twice in the same round ends the fit", async () => {
    const lab = laboratory(3, data);
    lab.before = (to, order) => {
      if (to === "worker1" && order.type === "train" && order.round === 2) throw new Error("Out of memory.");
    };
    await expect(lab.fit(options)).rejects.toThrow(
      "worker1 failed in round 2: Out of memory. This was tried again without success.",
    );
  });
});

test("a layer that throws in the middle of a round: nobody hangs, the reason is told", async () => {
  let calls = 0;
  const fragile: LayerMaker = (_config, { inputShape }) => ({
    outputShape: inputShape,
    forward(_theta, input) {
      if (++calls > 6) throw new Error("The layer broke.");
      return { output: input, cache: null };
    },
    backward: (_theta, _cache, D) => D,
  });
  const lab = laboratory(3, { ...data, layerTypes: { fragile } });
  const layers = [dense(4), { type: "fragile" }, dense(2)];
  await expect(lab.fit({ ...options, layers, layerTypes: { fragile }, stages: [1, 1, 1] })).rejects.toThrow(
    /^worker2 failed in round \d: layer 1 \(fragile\) failed: The layer broke\./,
  );
});

test.each([
  ["forward", "worker2", "worker1", 1],
  ["backward", "worker1", "worker2", 0],
])(
  "a %s of other rows than the micro-batch's is refused where it arrives",
  async (direction, to, from, part) => {
    const lab = laboratory(3, data);
    // 50 rows in 3 batches of 16 or 17, in 4 micro-batches of 4 or 5.
    lab.before = (worker, order) => {
      if (worker !== to || order.type !== "train" || order.round !== 2) return;
      const forged = { shape: [3, 8], data: new Float32Array(24) };
      lab.peers.mailboxes.get(to)!.deliver(from, `${order.runId} 4 ${direction} 0 to part ${part}`, forged);
    };
    await expect(lab.fit(options)).rejects.toThrow(
      `${to} failed in round 2: Expected 4 rows from ${from} (4 ${direction} 0 to part ${part}), got 3.`,
    );
  },
);

test("a loss that is no longer finite ends the fit as diverged, for all workers", async () => {
  const lab = laboratory(3, data);
  const wild = { ...options, optimizer: "sgd", learningRate: 1e30 } as const;
  await expect(lab.fit(wild)).rejects.toMatchObject({
    reason: "diverged",
    message: expect.stringMatching(
      /^worker\d failed in round \d: the (loss|update of its weights) became .*: take a smaller learningRate, or clipNorm\.$/,
    ),
  });
});

test("weights that are no longer finite after the last step end the fit as diverged: no loss tells it any more", async () => {
  const oneStep = { ...options, epochs: 1, batchSize: 50, stages: 2 };
  const wild = { ...oneStep, optimizer: "sgd", learningRate: 1e300 } as const;
  await expect(laboratory(2, data).fit(wild)).rejects.toMatchObject({
    reason: "diverged",
    message: expect.stringMatching(
      /^worker\d failed in round 1: the update of its weights became Infinity by step 0: /,
    ),
  });
});

test("a repeated order is answered from the round that was done", async () => {
  const lab = laboratory(1, data);
  const orders: Parameters<Laboratory["transport"]["deliver"]>[1][] = [];
  lab.before = (_to, order) => orders.push(order);
  await lab.fit({ ...options, stages: 1, epochs: 2 });
  const train = orders.filter(({ type }) => type === "train").at(-1)!;
  const [once, again] = [
    await lab.transport.deliver("worker1", train),
    await lab.transport.deliver("worker1", train),
  ];
  expect(again.answer).toBe(once.answer);
});

describe("predict", () => {
  test("through the stages says what the network says in one process, also when a worker has to be told again", async () => {
    const lab = laboratory(3, data);
    const { training, runId, model } = await lab.fit(options);
    const network = { plan: training.plan, checkpoint: training.checkpoint!, runId };
    const first = await predictThroughStages(network, lab.transport, data.columns, data.X, "1");
    expect(first.predictions.nRows).toBe(50);
    expect(first.runId).toBe(runId);
    lab.restart("worker2");
    const second = await predictThroughStages(network, lab.transport, data.columns, data.X, "2");
    expect(second.predictions).toEqual(first.predictions);
    expect(second.runId).toBe(`${runId}~2`);
    lab.restart("worker1");
    const standing = { ...network, runId: second.runId };
    const third = await predictThroughStages(standing, lab.transport, data.columns, data.X, "3");
    expect(third).toEqual({ predictions: first.predictions, runId: `${runId}~3` });
    expect(model.columns).toEqual(data.columns);
  });

  test("with a worker that is gone is refused with its name, and nobody hangs", async () => {
    const lab = laboratory(3, data);
    const { training, runId } = await lab.fit(options);
    lab.peers.lose("worker2");
    lab.before = (to) => {
      if (to === "worker2") throw new Error("connection refused.");
    };
    const network = { plan: training.plan, checkpoint: training.checkpoint!, runId };
    await expect(predictThroughStages(network, lab.transport, data.columns, data.X, "1")).rejects.toThrow(
      "worker2 failed: connection refused. All stages are needed to predict.",
    );
  });
});
