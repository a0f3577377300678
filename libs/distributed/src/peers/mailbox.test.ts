import type { Tensor } from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Mailbox } from "./mailbox.ts";

fc.configureGlobal({ seed: 1 });

const message = (x: number): Tensor => ({ shape: [1], data: Float64Array.of(x) });

function openMailbox(runId = "run1"): Mailbox {
  const mailbox = new Mailbox();
  mailbox.open(runId);
  return mailbox;
}

/** What has become of a promise, once all that can happen has happened. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const waits = Promise.resolve().then(() => Promise.resolve("waits"));
  return Promise.race([promise.catch(String), waits]);
}

describe("a message", () => {
  test("is taken by sender and tag, whatever is first", async () => {
    const letters = fc.uniqueArray(fc.tuple(fc.constantFrom("worker1", "worker2"), fc.nat(5)), {
      selector: String,
    });
    const orders = letters.chain((all) => {
      const moves = all.flatMap(([from, tag]) => [
        { type: "deliver", from, tag },
        { type: "take", from, tag },
      ]);
      return fc.shuffledSubarray(moves, { minLength: moves.length });
    });
    const property = fc.asyncProperty(orders, async (moves) => {
      const mailbox = openMailbox();
      const taken: Promise<Tensor>[] = [];
      const numberOf = (from: string, tag: number) => 10 * tag + Number(from.at(-1));
      for (const { type, from, tag } of moves) {
        if (type === "take") taken.push(mailbox.take(from, `run1 ${tag}`));
        else mailbox.deliver(from, `run1 ${tag}`, message(numberOf(from, tag)));
      }
      const takes = moves.filter(({ type }) => type === "take");
      expect(await Promise.all(taken)).toEqual(takes.map(({ from, tag }) => message(numberOf(from, tag))));
    });
    await fc.assert(property);
  });

  test("that is sent again is dropped: while it is there, and when it has been taken", async () => {
    const mailbox = openMailbox();
    mailbox.deliver("worker1", "run1 a", message(1));
    mailbox.deliver("worker1", "run1 a", message(2));
    expect(await mailbox.take("worker1", "run1 a")).toEqual(message(1));
    mailbox.deliver("worker1", "run1 a", message(3));
    await expect(mailbox.take("worker1", "run1 a")).rejects.toThrow(
      'Expected one taker for "run1 a" from worker1, got a second: give each message a tag of its own.',
    );
  });

  test("that is sent again to who had waited for it is dropped", async () => {
    const mailbox = openMailbox();
    const taken = mailbox.take("worker1", "run1 a");
    mailbox.deliver("worker1", "run1 a", message(1));
    mailbox.deliver("worker1", "run1 a", message(2));
    expect(await taken).toEqual(message(1));
    await expect(mailbox.take("worker1", "run1 a")).rejects.toThrow("got a second");
  });

  test("has one taker: a second who waits is refused, the first still gets it", async () => {
    const mailbox = openMailbox();
    const first = mailbox.take("worker1", "run1 a");
    await expect(mailbox.take("worker1", "run1 a")).rejects.toThrow("got a second");
    mailbox.deliver("worker1", "run1 a", message(1));
    expect(await first).toEqual(message(1));
  });

  test("may have a tag again, once the one before is forgotten", async () => {
    const mailbox = openMailbox();
    mailbox.deliver("worker1", "run1 a", message(1));
    await mailbox.take("worker1", "run1 a");
    mailbox.deliver("worker1", "run1 b", message(2));
    mailbox.deliver("worker1", "run1 a", message(1));
    mailbox.forgetTaken();
    const again = mailbox.take("worker1", "run1 a");
    mailbox.deliver("worker1", "run1 a", message(3));
    expect(await again).toEqual(message(3));
    expect(await mailbox.take("worker1", "run1 b")).toEqual(message(2));
  });
});

describe("a run", () => {
  test("that has not begun has no messages", async () => {
    const mailbox = new Mailbox();
    await expect(mailbox.take("worker1", "run1 a")).rejects.toThrow("No run has begun.");
  });

  test("never sees messages of another, not even of one whose name begins like its own", async () => {
    const mailbox = openMailbox();
    mailbox.deliver("worker1", "run1 a", message(1));
    mailbox.open("run2");
    for (const stale of ["run1 a", "run10 a", "run20 a"]) mailbox.deliver("worker1", stale, message(1));
    await expect(mailbox.take("worker1", "run20 a")).rejects.toThrow("The run run2 began meanwhile");
    mailbox.open("run20");
    const taken = mailbox.take("worker1", "run20 a");
    expect(await stateOf(taken)).toBe("waits");
    mailbox.open("run1");
    await expect(taken).rejects.toThrow("The run run1 began meanwhile");
    expect(await stateOf(mailbox.take("worker1", "run1 a"))).toBe("waits");
  });

  test("that begins again, under the same name, knows nothing of the one before", async () => {
    const mailbox = openMailbox();
    for (const x of [1, 2]) {
      mailbox.deliver("worker1", "run1 a", message(x));
      expect(await mailbox.take("worker1", "run1 a")).toEqual(message(x));
      mailbox.deliver("worker1", "run1 b", message(x));
      mailbox.open("run1");
    }
    expect(await stateOf(mailbox.take("worker1", "run1 b"))).toBe("waits");
  });

  test("that is abandoned refuses all who wait and all who ask later, with the reason", async () => {
    const mailbox = openMailbox();
    const waiting = [mailbox.take("worker1", "run1 a"), mailbox.take("worker2", "run1 a")];
    mailbox.deliver("worker3", "run1 a", message(1));
    mailbox.abandon("worker2 died.");
    for (const taken of [...waiting, mailbox.take("worker3", "run1 a")]) {
      await expect(taken).rejects.toThrow(new Error("worker2 died."));
    }
  });
});
