import { matrix } from "@chimera/algorithms";
import { expect, onTestFinished, test } from "vitest";
import { laboratory, RING_LAYERS, rings, type Laboratory } from "./testing.ts";
import type { PipelineAnswer } from "./messages.ts";

const options = { layers: RING_LAYERS, batchSize: 20, epochs: 1, stages: 3 };

/** Three stages that have been trained, and a way to ask each of them alone for its part in a prediction of 600 rows. */
async function trained(): Promise<{
  lab: Laboratory;
  ask: (worker: string, id: string) => Promise<PipelineAnswer>;
}> {
  const lab = laboratory(3, rings(50));
  const { runId } = await lab.fit(options);
  const X = matrix(600, 2);
  return {
    lab,
    async ask(worker, id) {
      const order = { type: "predict", runId, id, nRows: 600, ...(worker === "worker1" && { X }) } as const;
      return (await lab.transport.deliver(worker, order)).answer;
    },
  };
}

const macrotask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("what cannot be sent fails the prediction, not the process, even while the next block is waited for", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const { lab, ask } = await trained();
  lab.peers.lose("worker3");
  // The first of three blocks comes; the second does not, for now.
  const { deliver } = lab.peers.mailboxes.get("worker2")!;
  const held: (() => void)[] = [];
  lab.peers.mailboxes.get("worker2")!.deliver = function (...message) {
    const bring = (): void => deliver.apply(this, message);
    if (message[1].includes("rows 0 ")) bring();
    else held.push(bring);
  };
  const [first, second] = [ask("worker1", "1"), ask("worker2", "1")];
  await macrotask();
  expect(unhandled).toEqual([]);
  for (const bring of held) bring();
  await first;
  await expect(second).rejects.toThrow("worker3 cannot be reached from worker2: it is gone.");
});

test("a worker forgets what it took for earlier predictions, and refuses to do one twice", async () => {
  const { lab, ask } = await trained();
  const all = (id: string): Promise<PipelineAnswer[]> =>
    Promise.all(["worker1", "worker2", "worker3"].map((worker) => ask(worker, id)));
  await all("1");
  await expect(ask("worker2", "1")).rejects.toThrow("got a second");
  await all("2");
  const mailbox = lab.peers.mailboxes.get("worker2")!;
  const message = { shape: [1], data: Float64Array.of(1) };
  mailbox.deliver("worker1", "fit.1 predict 1 rows 0 to part 1", message);
  expect(await mailbox.take("worker1", "fit.1 predict 1 rows 0 to part 1")).toBe(message);
});

test.each([
  ["fewer rows", [3, 8], "got 3"],
  ["more rows", [300, 8], "got 300"],
  ["no axis of rows", [], "got a single number"],
])("a message of %s is refused with its sender", async (_, shape, got) => {
  const { lab, ask } = await trained();
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  lab.peers.mailboxes.get("worker2")!.deliver("worker1", "fit.1 predict 1 rows 0 to part 1", { shape, data });
  await expect(ask("worker2", "1")).rejects.toThrow(
    `Expected 256 rows from worker1 (predict 1 rows 0 to part 1), ${got}.`,
  );
});
