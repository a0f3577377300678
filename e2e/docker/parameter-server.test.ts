import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { workspace } from "../support/project.ts";
import { accuracy, fit } from "./support/client.ts";
import { deploy } from "./support/deployment.ts";
import type { Deployment } from "./support/deployment.ts";
import { leftOf } from "./support/surroundings.ts";

const PROJECT = "examples/quickstart";
const WORKERS = ["worker1", "worker2", "worker3"];
const NODES = [...WORKERS, "master"];

let quickstart: Deployment;
beforeAll(async () => {
  quickstart = await deploy(PROJECT, {
    CHIMERA_WORKERS_CPU_SHARES: "[512, 1024, 2048]",
    CHIMERA_WORKERS_CPUS: "[1, 1, 0.5]",
  });
  await quickstart.up();
});
afterAll(() => quickstart.down());

const inspectAll = () => Promise.all(NODES.map((node) => quickstart.inspect(node)));
const execAll = (...commandLine: string[]) =>
  Promise.all(NODES.map((node) => quickstart.exec(node, ...commandLine)));

describe("docker compose up", () => {
  it("trains on start, and the master's log shows how well", async () => {
    const log = await vi.waitUntil(
      async () => {
        const text = await quickstart.compose("logs", "--no-color", "--no-log-prefix", "master");
        return text.includes("Ctrl-C ends it") && text;
      },
      { timeout: 120_000, interval: 500 },
    );
    expect(log).toMatch(/worker1, worker2, worker3: healthy after [\d.]+ s \(attach\)/);
    expect(log).toContain("parameter-server: 200 rounds");
    expect(Number(/accuracy +([\d.]+)/.exec(log)?.[1])).toBeGreaterThan(0.95);
    expect(log).toContain(`The master serves ${quickstart.masterUrl}`);
  });

  it("fits and predicts over REST from the host", async () => {
    expect(await fit(quickstart.masterUrl, "parameter-server")).toMatchObject({
      fit: "ok",
      workers: WORKERS.map((name) => ({ name, state: "ok", rounds: 200 })),
    });
    expect(await accuracy(quickstart.masterUrl, "parameter-server", PROJECT)).toBeGreaterThan(0.95);
  });

  it("publishes each worker at its port of the host", async () => {
    const nodes = quickstart.ports.map(async (port) => {
      const response = await fetch(`http://127.0.0.1:${port}/healthz`);
      return ((await response.json()) as { node: string }).node;
    });
    expect(await Promise.all(nodes)).toEqual(WORKERS);
  });

  it("computes with OpenBLAS and WebAssembly, which the image has", async () => {
    const response = await fetch(`http://127.0.0.1:${quickstart.ports[0]}/healthz`);
    const { kernel } = (await response.json()) as { kernel: string };
    expect(kernel).toMatch(/^openblas-\w+\+wasm-(relaxed-)?simd$/);
  });

  it("lets the nodes find each other by name", async () => {
    const ask = (name: string) =>
      `fetch("http://${name}/healthz").then((r) => r.json()).then(({ node }) => console.log(node))`;
    expect(await quickstart.exec("worker1", "node", "-e", ask("worker2"))).toBe("worker2");
    expect(await quickstart.exec("worker3", "node", "-e", ask("worker1"))).toBe("worker1");
    expect(await quickstart.exec("master", "node", "-e", ask("worker3"))).toBe("worker3");
  });
});

describe("the containers", () => {
  it("have the addresses from .2 on, in the network of the configuration", async () => {
    const networks = (await inspectAll()).map(({ NetworkSettings }) => NetworkSettings.Networks);
    const { prefix, env } = quickstart;
    expect(networks).toMatchObject(
      NODES.map((_, i) => ({
        [env.CHIMERA_NETWORK_NAME]: { IPAddress: `${prefix}.${i + 2}`, Gateway: `${prefix}.1` },
      })),
    );
  });

  it("have the CPU shares and limits of the configuration", async () => {
    const hosts = (await inspectAll()).map(({ HostConfig }) => HostConfig);
    expect(hosts.map(({ CpuShares }) => CpuShares)).toEqual([512, 1024, 2048, 0]);
    expect(hosts.map(({ NanoCpus }) => NanoCpus)).toEqual([1e9, 1e9, 0.5e9, 0]);
  });

  it("are bound to the addresses and ports of the configuration", async () => {
    const ports = (await inspectAll()).map(({ HostConfig }) => HostConfig.PortBindings);
    const masterPort = new URL(quickstart.masterUrl).port;
    expect(ports).toEqual([
      ...quickstart.ports.map((port) => ({ "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] })),
      { [`${masterPort}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: masterPort }] },
    ]);
  });

  it("see their own part of the project alone, read-only", async () => {
    const binds = (await inspectAll()).map(({ Mounts }) => Mounts.filter(({ Type }) => Type === "bind"));
    const seen = binds.map((mounts) => mounts.map(({ Source, Destination }) => [Source, Destination]).sort());
    const shown = (part: string) => [`${workspace}/${PROJECT}/${part}`, `/app/project/${part}`];
    expect(seen).toEqual([
      ...WORKERS.map((name) => [shown(`chimera_train_data/${name}`), shown("chimera_workers")]),
      [shown("chimera_test_data"), shown("chimera_workers"), shown("master.ts")],
    ]);
    expect(binds.flat().filter(({ RW }) => RW)).toEqual([]);
    expect(await quickstart.exec("worker2", "ls", "/app/project/chimera_train_data")).toBe("worker2");
  });

  it("run as the image's user without any right, with an init process", async () => {
    for (const { Config, HostConfig } of await inspectAll()) {
      expect(Config.User).toBe("node");
      expect(HostConfig).toMatchObject({ CapAdd: null, CapDrop: ["ALL"], Privileged: false, Init: true });
      expect(HostConfig.SecurityOpt).toContain("no-new-privileges:true");
    }
    expect(await execAll("id", "-un")).toEqual(NODES.map(() => "node"));
    const rights = await execAll("grep", "-E", "^(CapEff|CapBnd|NoNewPrivs):", "/proc/self/status");
    expect(rights.map((text) => text.match(/\S+$/gmu))).toEqual(
      NODES.map(() => ["0000000000000000", "0000000000000000", "1"]),
    );
  });

  it("cannot write outside of /tmp and the volume", async () => {
    expect((await inspectAll()).map(({ HostConfig }) => HostConfig.ReadonlyRootfs)).not.toContain(false);
    const write = (file: string) =>
      `try { fs.writeFileSync("${file}", ""); } catch (e) { console.log(e.code) }`;
    const codes = await Promise.all(
      ["/app/x", "/app/project/x", "/home/node/x", "/app/project/chimera_workers/x", "/tmp/x"].map((file) =>
        quickstart.exec("worker1", "node", "-e", write(file)),
      ),
    );
    expect(codes).toEqual(["EROFS", "EROFS", "EROFS", "EROFS", ""]);
  });

  it("write logs and runs into the volume, as the image's user", async () => {
    const files = await vi.waitUntil(
      async () => {
        const found = await quickstart.exec("master", "find", "/app/records", "-type", "f", "-size", "+0");
        return found.includes("worker3/chimera_time.log") && found.split("\n").sort();
      },
      { timeout: 30_000, interval: 500 },
    );
    const logs = NODES.flatMap((node) => [`${node}/chimera_status.log`, `${node}/chimera_time.log`]);
    const events = /^\/app\/records\/runs\/[^/]+-parameter-server\/events\.jsonl$/;
    expect(files).toEqual([
      ...logs.map((log) => `/app/records/logs/${log}`).sort(),
      expect.stringMatching(events),
      expect.stringMatching(events),
    ]);
    expect(await quickstart.exec("master", "find", "/app/records", "!", "-user", "node")).toBe("");
  });
});

describe("a worker that is stopped", () => {
  it("ends at once when it is asked to", async () => {
    await quickstart.compose("stop", "worker2");
    // 137 would mean that the engine waited for its 10 s, then killed it.
    expect((await quickstart.inspect("worker2")).State).toMatchObject({ Status: "exited", ExitCode: 0 });
  });

  it("is named by the fits that go on without it", async () => {
    const answer = await fit(quickstart.masterUrl, "parameter-server");
    expect(answer.fit).toBe("partial");
    expect(answer.workers).toMatchObject([
      { name: "worker1", state: "ok", rounds: 200 },
      { name: "worker2", state: "failed", failure: { reason: expect.stringContaining("worker2") as string } },
      { name: "worker3", state: "ok", rounds: 200 },
    ]);
    expect(await accuracy(quickstart.masterUrl, "parameter-server", PROJECT)).toBeGreaterThan(0.9);
  });

  it("takes part again after its next start", async () => {
    await quickstart.up("worker2");
    expect(await fit(quickstart.masterUrl, "parameter-server")).toMatchObject({ fit: "ok" });
  });
});

describe("docker compose down -v", () => {
  it("leaves nothing of what was there", async () => {
    const { name, env } = quickstart;
    const containers = NODES.map((node) => `${name}-${node}-1`);
    expect(await leftOf(name)).toEqual([...containers, `${name}_records`, env.CHIMERA_NETWORK_NAME].sort());
    await quickstart.compose("stop");
    const states = (await inspectAll()).map(({ State }) => State.ExitCode);
    expect(states).toEqual([0, 0, 0, 0]);
    await quickstart.compose("down", "--volumes");
    expect(await leftOf(name)).toEqual([]);
  });
});
