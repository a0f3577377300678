import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environmentTable } from "./environment-table.ts";
import { ConfigError } from "./faults.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkerConfig } from "./load-worker-config.ts";
import { parsePrefix } from "./network.ts";
import { projectWith } from "./testing/temporary-project.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

/** Settings that fit together, as a person might choose them. */
const validSettings = fc
  .record({
    nWorkers: fc.integer({ min: 1, max: 20 }),
    prefix: fc.array(fc.nat(255), { minLength: 1, maxLength: 4 }),
    maskBits: fc.integer({ min: 1, max: 27 }),
    shares: fc.integer({ min: 2, max: 262_144 }),
    firstPort: fc.integer({ min: 8081, max: 60_000 }),
    cpus: fc.option(fc.double({ min: 0.01, max: 64, noNaN: true })),
    timeout: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    retries: fc.nat(),
    once: fc.boolean(),
  })
  .map((settings) => ({
    ...settings,
    names: Array.from({ length: settings.nWorkers }, (_, i) => `node-${i}`),
    ports: Array.from({ length: settings.nWorkers }, (_, i) => settings.firstPort + i),
  }));

describe("valid settings", () => {
  it("come back as they were given, with unique addresses inside the subnet", () => {
    fc.assert(
      fc.property(validSettings, (settings) => {
        const env = {
          CHIMERA_RUNTIME: "attach",
          CHIMERA_WORKERS_NODES_NAMES: JSON.stringify(settings.names),
          CHIMERA_NETWORK_PREFIX: settings.prefix.join("."),
          CHIMERA_NETWORK_SUBNET_MASK: String(settings.maskBits),
          CHIMERA_WORKERS_CPU_SHARES: JSON.stringify([settings.shares]),
          CHIMERA_WORKERS_MAPPED_PORTS: JSON.stringify(settings.ports),
          CHIMERA_WORKERS_CPUS: settings.cpus === null ? undefined : JSON.stringify([settings.cpus]),
          CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: String(settings.timeout),
          CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES: String(settings.retries),
          CHIMERA_ONCE: settings.once ? "1" : "0",
        };
        const config = loadConfig({ projectDir: "/nowhere", env });
        expect(config).toMatchObject({
          network: { prefix: settings.prefix.join("."), maskBits: settings.maskBits },
          timeoutSeconds: settings.timeout,
          maxRetries: settings.retries,
          once: settings.once,
        });
        expect(config.workers.map(({ name, mappedPort }) => [name, mappedPort])).toEqual(
          settings.names.map((name, i) => [name, settings.ports[i]]),
        );
        expect(config.workers.every((worker) => worker.cpus === settings.cpus)).toBe(true);

        const first = parsePrefix(config.network.address)!;
        const hosts = [config.network.gateway, ...config.workers.map((w) => w.address), config.masterAddress];
        const last = first + 2 ** (32 - settings.maskBits) - 1;
        expect(hosts.map((address) => parsePrefix(address)! - first)).toEqual(hosts.map((_, i) => i + 1));
        expect(first + hosts.length).toBeLessThan(last);
        expect(last).toBeLessThan(2 ** 32);
      }),
    );
  });
});

/** Text of every kind: noise, JSON, numbers, and near misses. */
const garbage = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  fc.double().map(String),
  fc.ipV4(),
  fc.webUrl(),
  fc.array(fc.oneof(fc.string(), fc.integer())).map((list) => JSON.stringify(list)),
  fc.constantFrom("__proto__", '["__proto__"]', "[".repeat(5000), "1".repeat(400), "[null]", "\u2028"),
);

describe("garbage", () => {
  const variables = environmentTable().map((row) => row.variable);

  it("gives a valid configuration or a ConfigError that names the variable, never another exception", () => {
    const projectDir = projectWith(["worker1", "worker2"]);
    fc.assert(
      fc.property(fc.constantFrom(...variables), garbage, (variable, text) => {
        for (const load of [loadConfig, loadWorkerConfig]) {
          try {
            load({ projectDir, env: { [variable]: text } });
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
            expect((error as Error).message).toContain("CHIMERA_");
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("in several variables is reported for each", () => {
    const faulty: Record<string, string> = {
      CHIMERA_NETWORK_PREFIX: "300",
      CHIMERA_NETWORK_SUBNET_MASK: "31",
      CHIMERA_WORKERS_CPU_SHARES: "[1]",
      CHIMERA_WORKERS_MAPPED_PORTS: "[1, 1]",
      CHIMERA_WORKERS_HOST: "here",
      CHIMERA_WORKERS_PORT: "99999",
      CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES: "-1",
      CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: "0",
      CHIMERA_FIT_ON_START: "2",
    };
    const projectDir = projectWith(["worker1", "worker2"]);
    fc.assert(
      fc.property(fc.subarray(Object.keys(faulty), { minLength: 1 }), (chosen) => {
        const env = Object.fromEntries(chosen.map((variable) => [variable, faulty[variable]]));
        try {
          loadConfig({ projectDir, env });
          expect.unreachable();
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          expect(error.faults.map((fault) => fault.variable).sort()).toEqual([...chosen].sort());
        }
      }),
    );
  });
});
