import { dense, Sequential } from "@chimera/algorithms";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cutEvenly, cutNetwork, type Cut } from "./cut.ts";

const mostExpensive = (cut: Cut, costs: readonly number[]): number =>
  Math.max(...cut.map(([from, to]) => costs.slice(from, to).reduce((sum, cost) => sum + cost, 0)));

/** Every cut of layers `from` … L − 1 in n parts of one layer at least. */
function allCuts(from: number, L: number, n: number): Cut[] {
  if (n === 1) return [[[from, L]]];
  const ends = Array.from({ length: L - from - n + 1 }, (_, i) => from + 1 + i);
  return ends.flatMap((end) => allCuts(end, L, n - 1).map((rest): Cut => [[from, end], ...rest]));
}

test("no other cut has a cheaper most expensive part", () => {
  const costs = fc.array(fc.nat(20), { minLength: 1, maxLength: 8 });
  const problem = costs.chain((c) => fc.tuple(fc.constant(c), fc.integer({ min: 1, max: c.length })));
  fc.assert(
    fc.property(problem, ([c, nParts]) => {
      const cut = cutEvenly(c, nParts);
      const cuts = allCuts(0, c.length, nParts);
      expect(cuts).toContainEqual(cut);
      expect(mostExpensive(cut, c)).toBe(Math.min(...cuts.map((other) => mostExpensive(other, c))));
    }),
  );
});

test("of equal cuts it is the one whose first parts are longest", () => {
  expect(cutEvenly([1, 1, 1, 1], 3)).toEqual([
    [0, 2],
    [2, 3],
    [3, 4],
  ]);
});

const network = new Sequential({ inputShape: [100], layers: [dense(10), dense(10), dense(10), dense(2)] });

test("a network is cut by its layers' FLOPs, by times, or by hand", () => {
  const [byFlops, byTimes, byHand] = [
    cutNetwork(network, 2, 2),
    cutNetwork(network, 2, 2, [1, 1, 1, 9]),
    cutNetwork(network, [1, 2, 1], 3),
  ];
  expect(byFlops).toEqual([
    [0, 1],
    [1, 4],
  ]);
  expect(byTimes).toEqual([
    [0, 3],
    [3, 4],
  ]);
  expect(byHand).toEqual([
    [0, 1],
    [1, 3],
    [3, 4],
  ]);
});
