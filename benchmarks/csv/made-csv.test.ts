import { expect, it } from "vitest";
import { allDigits, oneDecimal } from "./made-csv.ts";

it.each([0, 0.04, -1.26, 2.5, 7.3, -400])("a cell of one decimal has three characters: %d", (value) => {
  expect(oneDecimal(value)).toMatch(/^\d\.\d$/u);
});

it("all digits give the number back", () => {
  expect(Number(allDigits(Math.PI * -1e-3))).toBe(Math.PI * -1e-3);
});
