import { createRandom, shuffle } from "@chimera/algorithms";
import { expect, test } from "vitest";
import { agreeOnColumns } from "./agreement.ts";
import { columnOrder } from "./column-order.ts";

/** More than anybody looks up one by one: 10¹⁰ comparisons would outlast the test's patience. */
const MANY = 300_000;

const names = Array.from({ length: MANY }, (_, j) => `column ${j}`);
const places = Int32Array.from(names, (_, j) => j);
shuffle(places, createRandom(1));
const shuffled = Array.from(places, (j) => names[j]);

test("columns are found by name, however many there are", () => {
  const order = columnOrder(names, shuffled, "the model");
  expect(order.every((place, j) => place === places[j])).toBe(true);
});

test("so are those of workers, whose first fixes the order", () => {
  const described = (columns: string[]) => ({ task: "regressor" as const, columns, classes: null });
  const agreed = agreeOnColumns([
    ["worker1", described(names)],
    ["worker2", described(shuffled)],
  ]);
  expect(agreed).toEqual(names);
});

test("what is missing, unexpected, or there twice is refused", () => {
  const refused = (have: string[]) => () => columnOrder(have, ["a", "b"], "the model");
  expect(refused(["a", "c"])).toThrow(
    /^Expected the columns of the model; missing \[b\], unexpected \[c\]: /,
  );
  expect(refused(["a"])).toThrow("missing [b], unexpected []");
  expect(refused(["a", "b", "b"])).toThrow("once each");
});
