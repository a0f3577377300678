import { loadConfig } from "@chimera/config";
import fc from "fast-check";
import { expect, it } from "vitest";
import { composeFile } from "./compose-file.ts";
import { parsedFile } from "./testing/parsed-file.ts";

const isHostName = (name: string) =>
  URL.canParse(`http://${name}/`) && new URL(`http://${name}/`).hostname === name;

const hostName = fc
  .oneof(
    fc.stringMatching(/^[a-z\d]([a-z\d-]{0,6}[a-z\d])?$/u),
    fc.constantFrom("on", "off", "yes", "null", "true"),
  )
  .filter((name) => isHostName(name) && name !== "master" && name !== "localhost");

const folderName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter(isFolderName);

function isFolderName(name: string): boolean {
  return !/[/\0]/u.test(name) && name !== "." && name !== "..";
}

/** Variables that are valid together: lists as long as the workers are many, a mask with room for them. */
const environment = fc.uniqueArray(hostName, { minLength: 1, maxLength: 3 }).chain((names) => {
  const perWorker = { minLength: names.length, maxLength: names.length };
  const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), perWorker);
  return fc.record({
    CHIMERA_RUNTIME: fc.constant("attach"),
    CHIMERA_WORKERS_NODES_NAMES: fc.constant(JSON.stringify(names)),
    CHIMERA_NETWORK_NAME: fc.stringMatching(/^[a-z][a-z\d_.-]{8,12}$/u),
    CHIMERA_NETWORK_PREFIX: fc.ipV4(),
    CHIMERA_NETWORK_SUBNET_MASK: fc.integer({ min: 1, max: 28 }).map(String),
    CHIMERA_WORKERS_CPU_SHARES: fc.array(fc.integer({ min: 2, max: 262_144 }), perWorker).map(asJson),
    CHIMERA_WORKERS_MAPPED_PORTS: ports.filter((list) => !list.includes(8080)).map(asJson),
    CHIMERA_WORKERS_HOST: fc.oneof(fc.ipV4(), fc.constant("::1")),
    CHIMERA_WORKERS_PORT: fc.integer({ min: 1, max: 65_535 }).map(String),
  });
});

const asJson = (list: readonly number[]) => JSON.stringify(list);

it("says for every valid configuration what the configuration says, and to every YAML reader the same", () => {
  fc.assert(
    fc.property(environment, folderName, (env, folder) => {
      const config = loadConfig({ projectDir: `/clone/${folder}`, env });
      const text = composeFile(config, { fileDir: "/clone", repositoryDir: "/clone" });
      const file = parsedFile(text);
      expect(parsedFile(text, "1.1")).toEqual(file);

      const { master, ...workers } = file.services;
      expect(Object.keys(workers)).toEqual(config.workers.map(({ name }) => name));
      expect(file.networks.chimera.ipam.config).toEqual([
        { subnet: config.network.subnet, gateway: config.network.gateway },
      ]);
      const addresses = Object.values(file.services).map(({ networks }) => networks.chimera.ipv4_address);
      expect(addresses).toEqual([...config.workers.map(({ address }) => address), config.masterAddress]);
      expect(new Set([...addresses, config.network.gateway]).size).toBe(addresses.length + 1);
      const mapped = Object.values(file.services).map(({ ports: [port] }) => Number(port.split(":").at(-2)));
      expect(mapped).toEqual([...config.workers.map(({ mappedPort }) => mappedPort), 8080]);
      expect(new Set(mapped).size).toBe(mapped.length);
      expect(Object.values(workers).map(({ cpu_shares }) => cpu_shares)).toEqual(
        config.workers.map(({ cpuShares }) => cpuShares),
      );
      expect(master.volumes[0].source.replaceAll("$$", "$")).toBe(`./${folder}/master.ts`);
    }),
    { seed: 10, numRuns: 30 },
  );
}, 60_000);
