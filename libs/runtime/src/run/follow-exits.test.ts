import { beforeEach, describe, expect, it } from "vitest";
import type { WorkerExit } from "../fleet/fleet.ts";
import { LaunchError } from "../launch-error.ts";
import { followExits } from "./follow-exits.ts";

let said: string[];
let told: unknown[][];
beforeEach(() => {
  said = [];
  told = [];
});

/** What happens when a worker ends so. */
async function after(exit: WorkerExit, needsAll = true): Promise<void> {
  const master = {
    moveWorker: (...facts: unknown[]) => void told.push(["moved", ...facts]),
    giveUpWorker: (...facts: unknown[]) => void told.push(["given up", ...facts]),
  };
  const fleet = { onExit: (callback: (exit: WorkerExit) => void) => callback(exit) };
  followExits(fleet, master, { needsAll, say: (line) => said.push(line) });
  await exit.again?.catch(() => undefined);
}

const exit = { name: "worker2", how: "was killed by SIGKILL" };

describe("a worker that ends", () => {
  it("and is started again: the master is told where", async () => {
    const address = { name: "worker2", url: "http://127.0.0.1:4002" };
    await after({ ...exit, again: Promise.resolve(address) });
    expect(said).toEqual([
      "Worker worker2 was killed by SIGKILL; it is started again.",
      "Worker worker2 runs again.",
    ]);
    expect(told).toEqual([["moved", address]]);
  });

  it("and does not start again: the reason is printed", async () => {
    await after({
      ...exit,
      again: Promise.reject(new LaunchError("Worker worker2 could not start: no data.")),
    });
    expect(said[1]).toBe("Worker worker2 could not start: no data.");
    expect(told).toEqual([]);
  });

  it("for good: the master waits no longer, and the user knows what to do", async () => {
    await after(exit);
    expect(said).toEqual([
      "Worker worker2 was killed by SIGKILL; fits fail without it: end this program with Ctrl-C and start it anew.",
    ]);
    expect(told).toEqual([
      [
        "given up",
        "worker2",
        "It was killed by SIGKILL, and is not started again: end this program with Ctrl-C and start it anew.",
      ],
    ]);
  });

  it("for good, where the others go on", async () => {
    await after(exit, false);
    expect(said).toEqual(["Worker worker2 was killed by SIGKILL; fits go on without it."]);
    expect(told).toHaveLength(1);
  });
});
