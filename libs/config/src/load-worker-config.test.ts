import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./faults.ts";
import { loadWorkerConfig } from "./load-worker-config.ts";
import { projectWith, temporaryProject } from "./testing/temporary-project.ts";

describe("loadWorkerConfig", () => {
  it("gives a worker alone its defaults", () => {
    const root = projectWith(["worker1", "worker2"]);
    expect(loadWorkerConfig({ projectDir: root, env: { CHIMERA_WORKERS_NODE_NAME: "worker2" } })).toEqual({
      nodeName: "worker2",
      projectDir: root,
      workerFile: join(root, "chimera_workers/worker2.ts"),
      dataDir: join(root, "chimera_train_data/worker2"),
      host: "0.0.0.0",
      port: 80,
      listen: "0.0.0.0:80",
      logsDir: join(root, "chimera_logs"),
      maxRetries: 0,
      timeoutSeconds: 100,
      maxBodyMegabytes: 256,
      kernels: "auto",
      threads: 1,
    });
  });

  it("is the first worker unless a name is given", () => {
    const root = projectWith(["worker10", "worker9"]);
    expect(loadWorkerConfig({ projectDir: root, env: {} }).nodeName).toBe("worker9");
    const env = { CHIMERA_WORKERS_NODES_NAMES: '["worker10", "worker9"]' };
    expect(loadWorkerConfig({ projectDir: root, env }).nodeName).toBe("worker10");
  });

  it.each([
    ["127.0.0.1:0", "127.0.0.1", 0],
    ["[::1]:8101", "::1", 8101],
    ["localhost:65535", "localhost", 65_535],
  ])("lets CHIMERA_LISTEN=%s win over host and port", (listen, host, port) => {
    const projectDir = projectWith(["a"], "CHIMERA_WORKERS_HOST=1.2.3.4\nCHIMERA_WORKERS_PORT=81");
    const config = loadWorkerConfig({ projectDir, env: { CHIMERA_LISTEN: listen } });
    expect(config).toMatchObject({ listen, host, port });
  });

  it.each(["127.0.0.1", ":80", "::1:80", "127.0.0.1:65536", "a b:1", "127.0.0.1:-1"])(
    "refuses CHIMERA_LISTEN=%s",
    (listen) => {
      const load = () =>
        loadWorkerConfig({ projectDir: projectWith(["a"]), env: { CHIMERA_LISTEN: listen } });
      expect(load).toThrow(ConfigError);
      expect(load).toThrow(/CHIMERA_LISTEN/u);
    },
  );

  it("reports faults of variables and files together", () => {
    const env = { CHIMERA_WORKERS_NODE_NAME: "a", CHIMERA_WORKERS_PORT: "x" };
    const load = () => loadWorkerConfig({ projectDir: temporaryProject({}), env });
    expect(load).toThrow(/3 faults/u);
    expect(load).toThrow(/CHIMERA_WORKERS_PORT[^]*a\.ts[^]*no shard in[^]*y_train\.csv/u);
  });

  it("refuses a name that is no host name, and a project without workers", () => {
    const projectDir = temporaryProject({});
    const bad = { CHIMERA_WORKERS_NODE_NAME: "../a" };
    expect(() => loadWorkerConfig({ projectDir, env: bad })).toThrow(/CHIMERA_WORKERS_NODE_NAME[^]*\.\.\/a/u);
    expect(() => loadWorkerConfig({ projectDir, env: {} })).toThrow(/has no chimera_workers/u);
  });
});
