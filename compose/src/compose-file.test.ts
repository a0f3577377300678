import type { ChimeraConfig } from "@chimera/config";
import { describe, expect, it } from "vitest";
import { composeFile } from "./compose-file.ts";
import { exampleConfig } from "./testing/example-config.ts";
import { parsedFile } from "./testing/parsed-file.ts";

const clone = { fileDir: "/clone", repositoryDir: "/clone" };
const fileOf = (config: ChimeraConfig, options = {}) => composeFile(config, { ...clone, ...options });
const servicesOf = (text: string) => parsedFile(text).services;

describe("the file of a project", () => {
  it.each([1, 3, 16])("with %i workers is the recorded one", async (nWorkers) => {
    const text = fileOf(exampleConfig(nWorkers), { imageTag: "1.2.3" });
    await expect(text).toMatchFileSnapshot(`__snapshots__/${nWorkers}-workers.yml`);
  });

  it("is the same text for the same configuration", () => {
    expect(fileOf(exampleConfig(4))).toBe(fileOf(exampleConfig(4)));
  });

  it("names the variable behind each value", () => {
    const lines = fileOf(withCpus(exampleConfig(2))).split("\n");
    const remarkOf = (value: string) => lines.find((line) => line.includes(value))?.split(" # ")[1];
    expect(remarkOf("name: chimera-quickstart")).toBe("CHIMERA_PROJECT");
    expect(remarkOf("name: chimera-network")).toBe("CHIMERA_NETWORK_NAME");
    expect(remarkOf("subnet:")).toBe("CHIMERA_NETWORK_PREFIX, CHIMERA_NETWORK_SUBNET_MASK");
    expect(remarkOf("ipv4_address:")).toBe("CHIMERA_NETWORK_PREFIX, CHIMERA_NETWORK_SUBNET_MASK");
    expect(remarkOf("0.0.0.0:102:80")).toBe(
      "CHIMERA_WORKERS_HOST : CHIMERA_WORKERS_MAPPED_PORTS : CHIMERA_WORKERS_PORT",
    );
    expect(remarkOf("127.0.0.1:8080:8080")).toBe("CHIMERA_MASTER_MAPPED_PORT");
    expect(remarkOf("cpu_shares:")).toBe("CHIMERA_WORKERS_CPU_SHARES");
    expect(remarkOf("cpus:")).toBe("CHIMERA_WORKERS_CPUS");
    expect(remarkOf("start_period:")).toBe("CHIMERA_START_TIMEOUT");
  });
});

const withCpus = (config: ChimeraConfig): ChimeraConfig => ({
  ...config,
  workers: config.workers.map((worker) => ({ ...worker, cpus: 0.5 })),
});

describe("images", () => {
  it("are built by one worker and by the master, and never pulled", () => {
    const services = servicesOf(fileOf(exampleConfig(3), { imageTag: "t" }));
    const built = Object.keys(services).filter((name) => services[name].build);
    expect(built).toEqual(["worker1", "master"]);
    expect(services.worker1.build).toEqual({
      context: ".",
      dockerfile: "docker/Dockerfile",
      target: "worker",
    });
    expect(services.worker3.image).toBe("chimera-worker:t");
    expect(services.master.image).toBe("chimera-master:t");
    expect(Object.values(services).map(({ pull_policy }) => pull_policy)).toEqual(Array(4).fill("never"));
  });

  it("carry the version of the framework unless told otherwise", () => {
    expect(servicesOf(fileOf(exampleConfig(1))).worker1.image).toMatch(/^chimera-worker:\d+\.\d+\.\d+$/u);
  });

  it("are built from the clone wherever the file stands", () => {
    const text = fileOf(exampleConfig(1), { fileDir: "/clone/lessons/first" });
    expect(servicesOf(text).master.build?.context).toBe("../..");
  });
});

describe("a worker's service", () => {
  it("shows the container the workers' code and this worker's shard, read-only", () => {
    const { volumes } = servicesOf(fileOf(exampleConfig(2))).worker2;
    const binds = volumes.filter(({ type }) => type === "bind");
    expect(binds).toEqual([
      bind("./examples/quickstart/chimera_workers", "/app/project/chimera_workers"),
      bind("./examples/quickstart/chimera_train_data/worker2", "/app/project/chimera_train_data/worker2"),
    ]);
  });

  it("tells the program inside about itself alone", () => {
    const { environment } = servicesOf(fileOf(exampleConfig(2, { workersHost: "127.0.0.1" }))).worker2;
    expect(environment).toMatchObject({
      CHIMERA_WORKERS_NODE_NAME: "worker2",
      CHIMERA_WORKERS_NODES_NAMES: '["worker2"]',
      CHIMERA_WORKERS_HOST: "0.0.0.0",
    });
  });

  it("has a limit of CPUs only when one is asked for", () => {
    expect(servicesOf(fileOf(exampleConfig(1))).worker1).not.toHaveProperty("cpus");
    expect(servicesOf(fileOf(withCpus(exampleConfig(1)))).worker1.cpus).toBe(0.5);
  });

  it("writes an IPv6 address in brackets", () => {
    const [port] = servicesOf(fileOf(exampleConfig(1, { workersHost: "::1" }))).worker1.ports;
    expect(port).toBe("[::1]:101:80");
  });
});

const bind = (source: string, target: string) => ({
  type: "bind",
  source,
  target,
  read_only: true,
  bind: { create_host_path: false },
});

describe("the master's service", () => {
  it("waits until every worker is healthy", () => {
    expect(servicesOf(fileOf(exampleConfig(2))).master.depends_on).toEqual({
      worker1: { condition: "service_healthy" },
      worker2: { condition: "service_healthy" },
    });
  });

  it("sees no shard, and a hold-out only where there is one", () => {
    const targets = (options: object) =>
      servicesOf(fileOf(exampleConfig(1), options)).master.volumes.map(({ target }) => target);
    const withoutHoldOut = ["/app/project/master.ts", "/app/project/chimera_workers", "/app/records"];
    expect(targets({ holdOut: false })).toEqual(withoutHoldOut);
    expect(targets({})).toEqual(withoutHoldOut.toSpliced(2, 0, "/app/project/chimera_test_data"));
  });

  it("is published on this machine alone, at the mapped port", () => {
    const { ports, environment } = servicesOf(fileOf(exampleConfig(1, { masterMappedPort: 9000 }))).master;
    expect(ports).toEqual(["127.0.0.1:9000:9000"]);
    expect(environment).toMatchObject({ CHIMERA_MASTER_HOST: "0.0.0.0", CHIMERA_MASTER_PORT: "9000" });
  });

  it("fits on start only where the project asks for it", () => {
    const fits = (fitOnStart: boolean) =>
      servicesOf(fileOf(exampleConfig(1, { fitOnStart }))).master.environment.CHIMERA_FIT_ON_START;
    expect([fits(true), fits(false)]).toEqual(["1", "0"]);
  });
});

describe("the file for a master on the host", () => {
  const forHost = (nWorkers: number) => parsedFile(fileOf(exampleConfig(nWorkers), { master: "host" }));

  it("has the services of the workers alone, as they are in the whole file", () => {
    const { services } = forHost(3);
    expect(Object.keys(services)).toEqual(["worker1", "worker2", "worker3"]);
    expect(servicesOf(fileOf(exampleConfig(3)))).toMatchObject(services);
  });

  it("has a project name of its own", () => {
    expect(forHost(1).name).toBe("chimera-quickstart-host");
  });
});

describe("special characters", () => {
  it("survive in paths, with each $ doubled for Compose", () => {
    const projectDir = "/clone/les sons/5 $HOME: {a} # \"b\" 'c' \n ü\\";
    const text = fileOf(exampleConfig(1, { projectDir }));
    expect(servicesOf(text).master.volumes[0].source).toBe(
      "./les sons/5 $$HOME: {a} # \"b\" 'c' \n ü\\/master.ts",
    );
    expect(parsedFile(text).name).toBe("chimera-5-home-a-b-c-");
  });

  it("make no other type of a name, in YAML 1.1 either", () => {
    const config = exampleConfig(5);
    const names = ["on", "null", "1e3", "y", "no"];
    const workers = config.workers.map((worker, i) => ({ ...worker, name: names[i] }));
    const text = fileOf({ ...config, workers });
    for (const version of ["1.1", "1.2"] as const) {
      const { services } = parsedFile(text, version);
      expect(Object.keys(services)).toEqual([...names, "master"]);
      expect(names.map((name) => services[name].environment.CHIMERA_WORKERS_NODE_NAME)).toEqual(names);
    }
  });
});
