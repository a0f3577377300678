import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isCurrent, recordInputs } from "./freshness.mjs";

const output = "dist/program/main.js";
const input = "program.ts";
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "chimera-freshness-"));
  mkdirSync(join(root, "dist/program"), { recursive: true });
  for (const file of [output, input]) writeFileSync(join(root, file), "1");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("a bundle", () => {
  it("is not current before it was built", () => {
    expect(isCurrent(output, root)).toBe(false);
  });

  it("is current while nothing changes", () => {
    recordInputs(output, [input], root);
    expect(isCurrent(output, root)).toBe(true);
  });

  it.each([
    ["an input is edited", () => writeFileSync(join(root, input), "12")],
    ["an input is touched", () => utimesSync(join(root, input), 1, 1)],
    ["an input is removed", () => rmSync(join(root, input))],
    ["the bundle is removed", () => rmSync(join(root, output))],
    ["the lock file appears", () => writeFileSync(join(root, "package-lock.json"), "{}")],
  ])("is not current when %s", (_, change) => {
    recordInputs(output, [input], root);
    change();
    expect(isCurrent(output, root)).toBe(false);
  });
});
