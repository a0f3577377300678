import { mkdtempSync, rmSync, truncateSync, mkdirSync, writeFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNodeLogs } from "../logs/open-node-logs.ts";
import { formatTimes } from "./format-times.ts";
import { percentile, summarizeTimes, summarizeTimesBelow } from "./summarize-times.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 1 });

const line = (latencyMs: number, more: object = {}) =>
  JSON.stringify({ node: "worker1", endpoint: "/fit", method: "POST", status: 200, latencyMs, ...more });

describe("percentile", () => {
  it("is the smallest value that at least p % of the values do not exceed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 100 }),
        (values, p) => {
          const naive = [...values]
            .sort((a, b) => a - b)
            .find((x) => 100 * values.filter((y) => y <= x).length >= p * values.length);
          expect(percentile(Float64Array.from(values).sort(), p)).toBe(naive);
        },
      ),
    );
  });
});

describe("summarizeTimes", () => {
  it("gives count, mean, p50, p95 and max for each node and endpoint", () => {
    const latencies = Array.from({ length: 100 }, (_, i) => 100 - i);
    const lines = [...latencies.map((ms) => line(ms)), line(7, { node: "master", peer: "worker1" }), ""];
    expect(summarizeTimes(lines)).toEqual({
      rows: [
        { node: "master → worker1", endpoint: "POST /fit", count: 1, mean: 7, p50: 7, p95: 7, max: 7 },
        { node: "worker1", endpoint: "POST /fit", count: 100, mean: 50.5, p50: 50, p95: 95, max: 100 },
      ],
      unreadable: 0,
    });
  });

  it("counts lines that are no entry instead of failing", () => {
    const lines = [
      '{"node":"worker1","endpo',
      "null",
      "[]",
      '{"node":1}',
      line(2, { latencyMs: "2" }),
      line(3),
    ];
    const { rows, unreadable } = summarizeTimes(lines);
    expect(rows.map(({ count, max }) => [count, max])).toEqual([[1, 3]]);
    expect(unreadable).toBe(5);
  });

  it("does not depend on the order of the lines", () => {
    const entry = fc.tuple(
      fc.constantFrom("master", "worker1"),
      fc.constantFrom("/fit", "/predict"),
      fc.nat(1000),
    );
    const shuffled = fc.array(entry).chain((entries) => {
      const lines = entries.map(([node, endpoint, ms]) => line(ms, { node, endpoint }));
      return fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }));
    });
    const check = fc.property(shuffled, ([a, b]) => {
      expect(summarizeTimes(a)).toEqual(summarizeTimes(b));
    });
    fc.assert(check);
  });
});

describe("summarizeTimesBelow", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "chimera-times-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads what nodes logged, a cut last line included", async () => {
    for (const node of ["worker2", "worker1"]) {
      const logs = openNodeLogs({ dir: folder, node });
      for (const latencyMs of [1, 2, 3])
        logs.time({ endpoint: "/fit", method: "POST", status: 200, latencyMs });
      await logs.close();
    }
    const cut = join(folder, "worker2/chimera_time.log");
    truncateSync(cut, statSync(cut).size - 10);
    mkdirSync(join(folder, "other"));
    writeFileSync(join(folder, "other/chimera_status.log"), "not read");

    const { rows, files, unreadable } = await summarizeTimesBelow(folder);
    expect(rows.map(({ node, count, mean }) => [node, count, mean])).toEqual([
      ["worker1", 3, 2],
      ["worker2", 2, 1.5],
    ]);
    expect(files).toEqual([join(folder, "worker1/chimera_time.log"), cut]);
    expect(unreadable).toBe(1);
  });
});

describe("formatTimes", () => {
  it("is a table with texts left and numbers right", () => {
    const { rows } = summarizeTimes([
      line(0.5),
      line(1.25),
      line(1234.567, { node: "master", endpoint: "/predict" }),
    ]);
    expect(formatTimes(rows)).toBe(
      [
        "node     endpoint       count   mean ms    p50 ms    p95 ms    max ms",
        "master   POST /predict      1  1234.567  1234.567  1234.567  1234.567",
        "worker1  POST /fit          2     0.875     0.500     1.250     1.250",
      ].join("\n"),
    );
  });
});
