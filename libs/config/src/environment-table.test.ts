import { expect, it } from "vitest";
import { environmentTable } from "./environment-table.ts";

it("begins with the variables of the contract, in its order and with its defaults", () => {
  expect(
    environmentTable()
      .slice(0, 10)
      .map((row) => [row.variable, row.default]),
  ).toEqual([
    ["CHIMERA_NETWORK_NAME", "`chimera-network`"],
    ["CHIMERA_NETWORK_PREFIX", "`192.168.10`"],
    ["CHIMERA_NETWORK_SUBNET_MASK", "`24`"],
    ["CHIMERA_WORKERS_NODES_NAMES", "the files in `chimera_workers/`"],
    ["CHIMERA_WORKERS_CPU_SHARES", "`[2]`"],
    ["CHIMERA_WORKERS_MAPPED_PORTS", "`[101]`"],
    ["CHIMERA_WORKERS_HOST", "`0.0.0.0`"],
    ["CHIMERA_WORKERS_PORT", "`80`"],
    ["CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES", "`0`"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "`100.0`"],
  ]);
});

it("has every variable once, with a rule", () => {
  const rows = environmentTable();
  expect(new Set(rows.map((row) => row.variable)).size).toBe(rows.length);
  expect(rows.filter((row) => row.rule === "" || row.default === "")).toEqual([]);
});
