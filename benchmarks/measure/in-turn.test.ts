import { expect, it } from "vitest";
import { inTurn } from "./in-turn.ts";

it("runs all in turn and leaves the warm-up out", async () => {
  let clock = 0;
  const order: string[] = [];
  const run = (name: string) => async () => {
    order.push(name);
    return ++clock;
  };
  expect(await inTurn([run("a"), run("b"), run("c")], 2, 1)).toEqual([
    [4, 5, 6],
    [7, 8, 9],
  ]);
  expect(order.join("")).toBe("abcabcabc");
});
