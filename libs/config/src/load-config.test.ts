import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, type Fault } from "./faults.ts";
import { loadConfig } from "./load-config.ts";
import type { Environment } from "./sources.ts";
import { projectWith, temporaryProject, workerFiles } from "./testing/temporary-project.ts";

function faultsOf(projectDir: string, env: Environment): readonly Fault[] {
  try {
    loadConfig({ projectDir, env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe("loadConfig without any variable", () => {
  it("gives the defaults", () => {
    const root = projectWith(["worker1", "worker2"]);
    const config = loadConfig({ projectDir: root, env: {} });
    expect(config).toMatchObject({
      projectDir: root,
      runtime: "embedded",
      network: {
        name: "chimera-network",
        prefix: "192.168.10",
        address: "192.168.10.0",
        maskBits: 24,
        subnet: "192.168.10.0/24",
        gateway: "192.168.10.1",
      },
      masterAddress: "192.168.10.4",
      workersHost: "0.0.0.0",
      workersPort: 80,
      maxRetries: 0,
      timeoutSeconds: 100,
      fitOnStart: false,
      once: false,
      logsDir: join(root, "chimera_logs"),
      runsDir: join(root, "chimera_runs"),
      masterHost: "127.0.0.1",
      masterPort: null,
      masterMappedPort: 8080,
      startTimeoutSeconds: 60,
      maxBodyMegabytes: 256,
    });
    expect(config.workers[1]).toEqual({
      name: "worker2",
      cpuShares: 2,
      cpus: null,
      mappedPort: 102,
      address: "192.168.10.3",
      file: join(root, "chimera_workers/worker2.ts"),
      dataDir: join(root, "chimera_train_data/worker2"),
      url: null,
    });
  });

  it("names the workers by their files in natural order, without tests, declarations and helpers", () => {
    const helpers = { "chimera_workers/_shared.ts": "", "chimera_workers/worker1.test.ts": "" };
    const more = { "chimera_workers/types.d.ts": "", "chimera_workers/notes.md": "" };
    const workers = { ...workerFiles("worker10"), ...workerFiles("worker2") };
    const config = loadConfig({ projectDir: temporaryProject({ ...workers, ...helpers, ...more }), env: {} });
    expect(config.workers.map((worker) => worker.name)).toEqual(["worker2", "worker10"]);
  });
});

describe("sources", () => {
  it("reads .env, then the environment, then options; empty text counts as not set", () => {
    const envFile = 'CHIMERA_WORKERS_PORT=81\nCHIMERA_MASTER_PORT=1\nCHIMERA_NETWORK_PREFIX="10"\n';
    const config = loadConfig({
      projectDir: projectWith(["worker1"], `\uFEFF${envFile}`),
      env: { CHIMERA_WORKERS_PORT: "", CHIMERA_MASTER_PORT: "2", CHIMERA_ONCE: "1" },
      overrides: { CHIMERA_MASTER_PORT: "3", CHIMERA_ONCE: undefined },
    });
    expect(config).toMatchObject({ workersPort: 81, masterPort: 3, once: true });
    expect(config.sources).toMatchObject({
      CHIMERA_WORKERS_PORT: ".env",
      CHIMERA_MASTER_PORT: "option",
      CHIMERA_ONCE: "environment",
      CHIMERA_NETWORK_NAME: "default",
    });
  });

  it("reports a .env that cannot be read", () => {
    const root = projectWith(["worker1"]);
    mkdirSync(join(root, ".env"));
    expect(faultsOf(root, {})).toMatchObject([{ variable: ".env", got: join(root, ".env") }]);
  });
});

describe("each variable's rule", () => {
  it.each([
    ["CHIMERA_NETWORK_NAME", "a b"],
    ["CHIMERA_NETWORK_NAME", "host"],
    ["CHIMERA_NETWORK_PREFIX", "192.168.256"],
    ["CHIMERA_NETWORK_PREFIX", "fe80::1"],
    ["CHIMERA_NETWORK_SUBNET_MASK", "33"],
    ["CHIMERA_NETWORK_SUBNET_MASK", "-1"],
    ["CHIMERA_NETWORK_SUBNET_MASK", "0"],
    ["CHIMERA_NETWORK_SUBNET_MASK", "30"],
    ["CHIMERA_NETWORK_SUBNET_MASK", "31"],
    ["CHIMERA_WORKERS_NODES_NAMES", '["worker1", "worker1"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", '["worker1", "WORKER1"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", '["under_score"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", '["-a"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", '["localhost"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", '["Master"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", '["0x10"]'],
    ["CHIMERA_WORKERS_NODES_NAMES", `["${"a".repeat(64)}"]`],
    ["CHIMERA_WORKERS_NODES_NAMES", "[]"],
    ["CHIMERA_WORKERS_NODES_NAMES", '"worker1"'],
    ["CHIMERA_WORKERS_NODES_NAMES", "[1]"],
    ["CHIMERA_WORKERS_CPU_SHARES", "[1]"],
    ["CHIMERA_WORKERS_CPU_SHARES", "[2.5]"],
    ["CHIMERA_WORKERS_CPU_SHARES", "[1e400]"],
    ["CHIMERA_WORKERS_CPU_SHARES", "[2, 3, 4]"],
    ["CHIMERA_WORKERS_CPU_SHARES", "2"],
    ["CHIMERA_WORKERS_CPUS", "[0]"],
    ["CHIMERA_WORKERS_CPUS", '["1"]'],
    ["CHIMERA_WORKERS_MAPPED_PORTS", "[103]"],
    ["CHIMERA_WORKERS_MAPPED_PORTS", "[103, 103]"],
    ["CHIMERA_WORKERS_MAPPED_PORTS", "[0, 1]"],
    ["CHIMERA_WORKERS_MAPPED_PORTS", "[65535, 65536]"],
    ["CHIMERA_WORKERS_MAPPED_PORTS", "[8079, 8080]"],
    ["CHIMERA_WORKERS_HOST", "localhost"],
    ["CHIMERA_WORKERS_HOST", "1.2.3"],
    ["CHIMERA_WORKERS_PORT", "0"],
    ["CHIMERA_WORKERS_PORT", "80.5"],
    ["CHIMERA_WORKERS_PORT", "0x50"],
    ["CHIMERA_WORKERS_PORT", " "],
    ["CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES", "-1"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "0"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "-1"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "NaN"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "1e400"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "1e-400"],
    ["CHIMERA_WORKERS_ENDPOINTS_TIMEOUT", "3000000"],
    ["CHIMERA_RUNTIME", "docker"],
    ["CHIMERA_FIT_ON_START", "yes"],
    ["CHIMERA_ONCE", "true"],
    ["CHIMERA_START_TIMEOUT", "soon"],
    ["CHIMERA_MASTER_HOST", "example.org"],
    ["CHIMERA_MASTER_PORT", "65536"],
    ["CHIMERA_MAX_BODY_MB", "0"],
    ["CHIMERA_KERNELS", "cuda"],
    ["CHIMERA_THREADS", "0"],
    ["CHIMERA_THREADS", "257"],
    ["CHIMERA_LOGS_DIR", "a\0b"],
  ])("%s refuses %s", (variable, text) => {
    const faults = faultsOf(projectWith(["worker1", "worker2"]), { [variable]: text });
    expect(faults.map((fault) => fault.variable)).toEqual([variable]);
    expect(faults[0].rule).not.toBe("");
    expect(faults[0].cure).not.toBe("");
  });

  it("shows where a list stops being JSON", () => {
    const env = { CHIMERA_WORKERS_NODES_NAMES: '["a", b]' };
    const [fault] = faultsOf(projectWith(["a"]), env);
    expect(fault).toMatchObject({ got: '["a", b]', at: 6 });
    expect(fault.rule).toContain("at character 7");
    expect(new ConfigError([fault]).message).toContain('    got:   ["a", b]\n                 ^\n');
  });
});

describe("lists and workers", () => {
  it("lets one value of shares and CPUs serve all, and takes one per worker", () => {
    const root = projectWith(["a", "b"]);
    const one = { CHIMERA_WORKERS_CPU_SHARES: "[512]", CHIMERA_WORKERS_CPUS: "[0.5]" };
    const each = { CHIMERA_WORKERS_CPU_SHARES: "[512, 3]", CHIMERA_WORKERS_CPUS: "[0.5, 2]" };
    const resources = (env: Environment) =>
      loadConfig({ projectDir: root, env }).workers.map(({ cpuShares, cpus }) => [cpuShares, cpus]);
    expect(resources(one)).toEqual([
      [512, 0.5],
      [512, 0.5],
    ]);
    expect(resources(each)).toEqual([
      [512, 0.5],
      [3, 2],
    ]);
  });

  it("takes the bare [101] as the start, however it was given", () => {
    const env = { CHIMERA_WORKERS_MAPPED_PORTS: "[101]" };
    const { workers } = loadConfig({ projectDir: projectWith(["a", "b", "c"]), env });
    expect(workers.map((worker) => worker.mappedPort)).toEqual([101, 102, 103]);
  });

  it("normalises the network to the mask", () => {
    const env = { CHIMERA_NETWORK_PREFIX: "172.16.77.9", CHIMERA_NETWORK_SUBNET_MASK: "20" };
    const { network, workers } = loadConfig({ projectDir: projectWith(["a"]), env });
    expect(network).toMatchObject({
      address: "172.16.64.0",
      subnet: "172.16.64.0/20",
      gateway: "172.16.64.1",
    });
    expect(workers[0].address).toBe("172.16.64.2");
  });
});

describe("the files of a project", () => {
  it("names each missing worker file, shard and shard file", () => {
    const root = temporaryProject({ "chimera_workers/a.ts": "", "chimera_train_data/a/X_train.csv": "" });
    const faults = faultsOf(root, { CHIMERA_WORKERS_NODES_NAMES: '["a", "b"]' });
    const missing = faults.map((fault) => /no (?:file|shard in) (.*)$/u.exec(fault.rule)?.[1]);
    expect(missing).toEqual(
      ["chimera_train_data/a/y_train.csv", "chimera_workers/b.ts", "chimera_train_data/b"].map((path) =>
        join(root, path),
      ),
    );
    expect(faults.at(-1)?.cure).toBe(
      "Put X_train.csv and y_train.csv there, for example with npx chimera split.",
    );
  });

  it("refuses a file whose name is no host name", () => {
    const [fault] = faultsOf(temporaryProject({ "chimera_workers/my_worker.ts": "" }), {});
    expect(fault).toMatchObject({
      variable: "CHIMERA_WORKERS_NODES_NAMES",
      got: "chimera_workers/my_worker.ts",
    });
    expect(fault.cure).toContain("Rename");
  });

  it("refuses a project without workers, and a project that is not there", () => {
    const empty = temporaryProject({});
    expect(faultsOf(empty, {})[0].rule).toContain(`${empty} has no chimera_workers/<name>.ts`);
    const [gone] = faultsOf(join(empty, "gone"), { CHIMERA_WORKERS_NODES_NAMES: '["a"]' });
    expect(gone).toMatchObject({ variable: "CHIMERA_PROJECT", got: join(empty, "gone") });
  });
});

describe("attach", () => {
  const attach = { CHIMERA_RUNTIME: "attach" };
  const urls = '["http://127.0.0.1:8101/", "https://example.org/w2"]';
  const urlsOf = (projectDir: string, env: Environment) =>
    loadConfig({ projectDir, env }).workers.map(({ name, url }) => [name, url]);

  it("needs no files, and counts the workers by their URLs", () => {
    expect(urlsOf(temporaryProject({}), { ...attach, CHIMERA_WORKERS_URLS: urls })).toEqual([
      ["worker1", "http://127.0.0.1:8101"],
      ["worker2", "https://example.org/w2"],
    ]);
  });

  it("finds workers by name when there are no URLs", () => {
    const env = { ...attach, CHIMERA_WORKERS_NODES_NAMES: '["a", "b"]', CHIMERA_WORKERS_PORT: "8000" };
    expect(urlsOf(temporaryProject({}), env)).toEqual([
      ["a", "http://a:8000"],
      ["b", "http://b:8000"],
    ]);
  });

  it.each([
    '["ftp://a"]',
    '["http://a?x=1"]',
    '["http://user:secret@a"]',
    '["a:80"]',
    '["http://a", "http://a/"]',
    urls,
  ])("refuses %s for one worker", (text) => {
    const env = { ...attach, CHIMERA_WORKERS_NODES_NAMES: '["a"]', CHIMERA_WORKERS_URLS: text };
    expect(faultsOf(temporaryProject({}), env).map((fault) => fault.variable)).toEqual([
      "CHIMERA_WORKERS_URLS",
    ]);
  });

  it("is asked for when URLs are given and no runtime", () => {
    const faults = faultsOf(projectWith(["a", "b"]), { CHIMERA_WORKERS_URLS: urls });
    expect(faults).toMatchObject([{ variable: "CHIMERA_RUNTIME" }]);
  });
});

describe("the message", () => {
  it("lists every fault with variable, value, rule and cure", () => {
    const env = {
      CHIMERA_WORKERS_PORT: "http",
      CHIMERA_WORKERS_CPU_SHARES: "[1, 2, 3]",
      CHIMERA_NETWORK_SUBNET_MASK: "31",
    };
    const faults = faultsOf(projectWith(["a", "b"], "CHIMERA_ONCE=maybe"), env);
    expect(faults.map((fault) => fault.variable).sort()).toEqual(
      [...Object.keys(env), "CHIMERA_ONCE"].sort(),
    );
    const { message } = new ConfigError(faults);
    expect(message).toContain("The configuration has 4 faults");
    expect(message).toContain("CHIMERA_ONCE (from .env)\n    got:   maybe\n    rule:  `0` or `1`");
    expect(message.match(/ cure: {2}/gu)).toHaveLength(4);
  });

  it("stays readable with long and strange values", () => {
    const fault = { variable: "X", rule: "short", cure: "shorten", got: `\n${"a".repeat(5000)}`, at: 4000 };
    const { message } = new ConfigError([fault]);
    expect(message.length).toBeLessThan(500);
    expect(message).toContain(String.raw`"\naaa`);
    expect(message).not.toContain("^");
  });
});
