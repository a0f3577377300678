import { expect, it } from "vitest";
import { interleave } from "./interleave.ts";

/** Takes the given values, one a call, and notes each call. */
function scripted(name: string, values: number[], calls: string[]) {
  return () => {
    calls.push(name);
    return Promise.resolve(values.shift()!);
  };
}

it("runs both in turn and leaves the warm-up out", async () => {
  const calls: string[] = [];
  const ours = scripted("ours", [100, 3, 6, 9], calls);
  const bare = scripted("bare", [1, 1, 3, 3], calls);
  expect(await interleave(ours, bare, { pairs: 3, warmUp: 1 })).toEqual({
    ours: { median: 6, min: 3, max: 9 },
    bare: { median: 3, min: 1, max: 3 },
    ratio: { median: 3, min: 2, max: 3 },
  });
  expect(calls.join(" ")).toBe("ours bare ours bare ours bare ours bare");
});
