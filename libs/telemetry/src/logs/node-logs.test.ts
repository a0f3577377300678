import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNodeLogs } from "./open-node-logs.ts";
import { silentLogs } from "./silent-logs.ts";

/** 12:03:04 in whatever time zone the test runs. */
const noon = new Date(2026, 10, 22, 12, 3, 4).getTime();
const now = () => noon;
const entry = { endpoint: "/v1/chimera/sgd/fit-step", method: "POST", status: 200, latencyMs: 1.23456789 };

let folder: string;
let printed: string[];
const console = { write: (line: string) => printed.push(line) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-logs-"));
  printed = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const lines = (path: string) =>
  readFileSync(join(folder, path), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("openNodeLogs", () => {
  it("writes status entries as pino's JSON lines with an ISO time and the node's name", async () => {
    const logs = openNodeLogs({ dir: join(folder, "logs"), node: "worker1", now });
    logs.status.info("serving on port 80");
    logs.status.warn({ round: 3 }, "slow");
    await logs.close();
    const time = new Date(noon).toISOString();
    expect(lines("logs/worker1/chimera_status.log")).toEqual([
      {
        level: 30,
        time,
        pid: process.pid,
        hostname: expect.any(String),
        node: "worker1",
        msg: "serving on port 80",
      },
      expect.objectContaining({ level: 40, time, round: 3, msg: "slow" }),
    ]);
  });

  it("writes time entries to the microsecond", async () => {
    const logs = openNodeLogs({ dir: folder, node: "master", now });
    logs.time({ ...entry, peer: "worker1" });
    await logs.close();
    expect(lines("master/chimera_time.log")).toEqual([
      expect.objectContaining({ ...entry, level: 30, node: "master", peer: "worker1", latencyMs: 1.235 }),
    ]);
  });

  it("keeps what reaches the level, in files and on the console", async () => {
    const logs = openNodeLogs({ dir: folder, node: "master", level: "warn", console, now });
    logs.status.info("detail");
    logs.status.warn("careful");
    logs.time(entry);
    await logs.close();
    expect(lines("master/chimera_status.log").map(({ msg }) => msg)).toEqual(["careful"]);
    expect(lines("master/chimera_time.log")).toEqual([]);
    expect(printed).toEqual(["12:03:04 master  warning: careful\n"]);
  });

  it("prints one readable line for each status entry", async () => {
    const logs = openNodeLogs({ dir: folder, node: "master", console, now });
    logs.status.info({ worker: "worker2" }, "worker2 failed in round 3: it closed\n  the connection\n");
    logs.status.error("no worker is left");
    await logs.close();
    expect(printed).toEqual([
      "12:03:04 master  worker2 failed in round 3: it closed | the connection\n",
      "12:03:04 master  error: no worker is left\n",
    ]);
  });

  it("goes on with the console alone where the folder cannot be made", async () => {
    writeFileSync(join(folder, "file"), "");
    const logs = openNodeLogs({ dir: join(folder, "file"), node: "master", console, now });
    logs.status.info("still here");
    logs.time(entry);
    await logs.close();
    expect(printed).toHaveLength(2);
    expect(printed[0]).toMatch(
      /^12:03:04 master {2}warning: Expected .* to be writable, got ".*ENOTDIR.*\n$/,
    );
    expect(printed[1]).toBe("12:03:04 master  still here\n");
  });

  it("can be closed twice, and then ignores entries", async () => {
    const logs = openNodeLogs({ dir: folder, node: "master", now });
    await logs.close();
    logs.status.info("too late");
    await logs.close();
    expect(lines("master/chimera_status.log")).toEqual([]);
  });
});

describe("silentLogs", () => {
  it("keeps entries in memory", async () => {
    const logs = silentLogs();
    logs.status.info("one");
    logs.status.error({ round: 2 }, "two");
    logs.time(entry);
    await logs.close();
    expect(logs.statusEntries).toEqual([
      { level: "info", text: "one", facts: {} },
      { level: "error", text: "two", facts: { round: 2 } },
    ]);
    expect(logs.timeEntries).toEqual([entry]);
  });
});
