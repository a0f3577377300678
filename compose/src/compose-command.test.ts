import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { composeCommand } from "./compose-command.ts";
import { temporaryClone } from "./testing/temporary-clone.ts";
import type { TemporaryClone } from "./testing/temporary-clone.ts";

let clone: TemporaryClone;
beforeEach(() => {
  clone = temporaryClone(["worker1", "worker2", "worker3"]);
});
afterEach(() => {
  rmSync(clone.repositoryDir, { recursive: true });
});

/** Runs the command in the temporary clone. */
function run(env: Record<string, string> = {}, check = false, cwd?: string) {
  const said: string[] = [];
  const code = composeCommand({
    repositoryDir: clone.repositoryDir,
    env,
    check,
    cwd,
    say: (text) => said.push(text.replaceAll(clone.repositoryDir, "<clone>")),
  });
  return { code, said: said.join("\n") };
}

const atRoot = () => join(clone.repositoryDir, "docker-compose.yml");

describe("writing", () => {
  it("puts the quickstart's file at the root of the clone", () => {
    const { code, said } = run();
    expect({ code, said }).toEqual({
      code: 0,
      said: "wrote docker-compose.yml with worker1, worker2, worker3 and a master",
    });
    expect(readFileSync(atRoot(), "utf8")).toContain("source: ./examples/quickstart/master.ts");
  });

  it("puts another project's file into its own folder", () => {
    const other = temporaryClone(["a"], "lessons/first");
    rmSync(clone.repositoryDir, { recursive: true });
    clone = other;
    expect(run({ CHIMERA_PROJECT: clone.projectDir }).said).toBe(
      "wrote lessons/first/docker-compose.yml with a and a master",
    );
    const text = readFileSync(join(clone.projectDir, "docker-compose.yml"), "utf8");
    expect(text).toContain("source: ./master.ts");
    expect(text).toContain("context: ../..");
  });

  it("shows a hold-out to the master when there is one", () => {
    run();
    expect(readFileSync(atRoot(), "utf8")).not.toContain("chimera_test_data");
    mkdirSync(join(clone.projectDir, "chimera_test_data"));
    run();
    expect(readFileSync(atRoot(), "utf8")).toContain("target: /app/project/chimera_test_data");
  });

  it("follows the project's .env", () => {
    writeFileSync(join(clone.projectDir, ".env"), "CHIMERA_FIT_ON_START=1\nCHIMERA_NETWORK_NAME=lesson\n");
    run();
    const text = readFileSync(atRoot(), "utf8");
    expect(text).toContain('CHIMERA_FIT_ON_START: "1"');
    expect(text).toContain("name: lesson # CHIMERA_NETWORK_NAME");
  });

  it("says why a file cannot be written", () => {
    mkdirSync(atRoot());
    expect(run()).toEqual({
      code: 1,
      said: "The file cannot be used: EISDIR: illegal operation on a directory, open '<clone>/docker-compose.yml'.",
    });
  });
});

describe("checking", () => {
  it("accepts the file that was just written, and writes nothing itself", () => {
    expect(run({}, true)).toEqual({
      code: 1,
      said: "docker-compose.yml is missing; run: npm run compose",
    });
    expect(existsSync(atRoot())).toBe(false);
    run();
    expect(run({}, true)).toEqual({ code: 0, said: "docker-compose.yml is current" });
  });

  it.each([
    [undefined, "lessons/first"],
    ["lessons", "first"],
    ["lessons/first", "."],
    ["lessons/second one", "../first"],
  ])("names another project's own command, from %s", (from, path) => {
    const other = temporaryClone(["a"], "lessons/first");
    rmSync(clone.repositoryDir, { recursive: true });
    clone = other;
    const cwd = from === undefined ? undefined : join(clone.repositoryDir, from);
    expect(run({ CHIMERA_PROJECT: clone.projectDir }, true, cwd)).toEqual({
      code: 1,
      said: `lessons/first/docker-compose.yml is missing; run: npx chimera compose --project ${path}`,
    });
  });

  it("refuses the file of another configuration", () => {
    run();
    expect(run({ CHIMERA_WORKERS_PORT: "8000" }, true)).toEqual({
      code: 1,
      said: "docker-compose.yml is not what the configuration makes; run: npm run compose",
    });
  });
});

describe("a configuration that cannot be used is refused before anything is written", () => {
  it.each([
    ["a name that repeats", { CHIMERA_WORKERS_NODES_NAMES: '["worker1", "worker1"]' }],
    ["a name that is no host name", { CHIMERA_WORKERS_NODES_NAMES: '["worker_1"]' }],
    ["the master's name", { CHIMERA_WORKERS_NODES_NAMES: '["master"]' }],
    ["a worker without a file and a shard", { CHIMERA_WORKERS_NODES_NAMES: '["worker1", "worker4"]' }],
    ["JSON that does not parse", { CHIMERA_WORKERS_NODES_NAMES: '["worker1", worker2]' }],
    ["shares below 2", { CHIMERA_WORKERS_CPU_SHARES: "[1]" }],
    ["shares that are no integers", { CHIMERA_WORKERS_CPU_SHARES: "[2.5]" }],
    ["a list of another length", { CHIMERA_WORKERS_CPU_SHARES: "[2, 3]" }],
    ["ports that repeat", { CHIMERA_WORKERS_MAPPED_PORTS: "[101, 101, 102]" }],
    ["a port out of range", { CHIMERA_WORKERS_MAPPED_PORTS: "[101, 102, 65536]" }],
    ["the master's port", { CHIMERA_WORKERS_MAPPED_PORTS: "[8079, 8080, 8081]" }],
    ["a prefix that is no IPv4 prefix", { CHIMERA_NETWORK_PREFIX: "192.168.256" }],
    ["a mask out of range", { CHIMERA_NETWORK_SUBNET_MASK: "33" }],
    ["a subnet without room", { CHIMERA_NETWORK_SUBNET_MASK: "30" }],
    ["a time-out of 0", { CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: "0" }],
    [
      "several at once",
      { CHIMERA_NETWORK_PREFIX: "x", CHIMERA_WORKERS_PORT: "0", CHIMERA_START_TIMEOUT: "-1" },
    ],
  ])("%s", (_, env) => {
    const { code, said } = run(env);
    expect(code).toBe(1);
    expect(said).toMatchSnapshot();
    expect(existsSync(atRoot())).toBe(false);
  });

  it("a folder that is not there", () => {
    expect(run({ CHIMERA_PROJECT: join(clone.repositoryDir, "nowhere") }).said).toMatchSnapshot();
  });
});
