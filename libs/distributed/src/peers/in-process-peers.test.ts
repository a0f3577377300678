import { describe, expect, test } from "vitest";
import { inProcessPeers } from "./in-process-peers.ts";

function threeWorkers() {
  const peers = inProcessPeers(["worker1", "worker2", "worker3"]);
  for (const mailbox of peers.mailboxes.values()) mailbox.open("run");
  return peers;
}

const message = () => ({ shape: [2, 1], data: Float32Array.of(1, 2) });

test("a message is a copy, of the same type and shape", async () => {
  const peers = threeWorkers();
  const sent = message();
  await peers.of("worker1").send("worker2", "run a", sent);
  sent.data.fill(0);
  sent.shape[0] = 0;
  expect(await peers.of("worker2").receive("worker1", "run a")).toEqual(message());
});

test("a piece of a vector comes without the rest", async () => {
  const peers = threeWorkers();
  const data = new Float64Array(1000).subarray(10, 12);
  await peers.of("worker1").send("worker2", "run a", { shape: [2], data });
  const received = await peers.of("worker2").receive("worker1", "run a");
  expect(received.data.buffer.byteLength).toBe(16);
});

test("a worker may send to itself", async () => {
  const self = threeWorkers().of("worker1");
  await self.send("worker1", "run a", message());
  expect(await self.receive("worker1", "run a")).toEqual(message());
});

test("names that nobody has are refused", async () => {
  const peers = threeWorkers();
  const text = "Expected one of worker1, worker2, worker3, got worker4: name a worker that is there.";
  expect(() => peers.of("worker4")).toThrow(text);
  await expect(peers.of("worker1").send("worker4", "run a", message())).rejects.toThrow(text);
});

describe("a worker that is gone", () => {
  test("can be sent nothing and sends nothing; what it waits for is refused", async () => {
    const peers = threeWorkers();
    const waiting = peers.of("worker2").receive("worker1", "run a");
    peers.lose("worker2");
    await expect(waiting).rejects.toThrow("worker2 is gone.");
    await expect(peers.of("worker1").send("worker2", "run a", message())).rejects.toThrow(
      "worker2 cannot be reached from worker1: it is gone.",
    );
    await expect(peers.of("worker2").send("worker1", "run a", message())).rejects.toThrow(
      "worker2 cannot send to worker1: it is gone.",
    );
  });

  test("keeps others waiting until their mailboxes are abandoned; what it sent before is there", async () => {
    const peers = threeWorkers();
    await peers.of("worker2").send("worker1", "run a", message());
    const waiting = peers.of("worker1").receive("worker2", "run b");
    peers.lose("worker2");
    expect(await peers.of("worker1").receive("worker2", "run a")).toEqual(message());
    peers.mailboxes.get("worker1")!.abandon("worker2 died in step 3.");
    await expect(waiting).rejects.toThrow("worker2 died in step 3.");
  });

  test("returns with an empty mailbox, and takes part in the next run", async () => {
    const peers = threeWorkers();
    await peers.of("worker1").send("worker2", "run a", message());
    peers.lose("worker2");
    peers.returns("worker2");
    await expect(peers.of("worker2").receive("worker1", "run a")).rejects.toThrow(
      "worker2 has just started.",
    );
    peers.mailboxes.get("worker2")!.open("next");
    await peers.of("worker1").send("worker2", "next a", message());
    expect(await peers.of("worker2").receive("worker1", "next a")).toEqual(message());
  });
});
