import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inWords, remindOfMissing } from "./missing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("remindOfMissing", () => {
  it("names every two seconds who is missing then, until it is stopped", () => {
    const missing = ["worker1", "worker2"];
    const lines: string[] = [];
    const stop = remindOfMissing(
      () => missing,
      (line) => lines.push(line),
    );
    vi.advanceTimersByTime(2000);
    missing.shift();
    vi.advanceTimersByTime(2000);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(lines).toEqual(["Waiting for worker1 and worker2 (2 s) …", "Waiting for worker2 (4 s) …"]);
  });
});

describe("inWords", () => {
  it.each([
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ])("%j is %s", (names, words) => expect(inWords(names)).toBe(words));
});
