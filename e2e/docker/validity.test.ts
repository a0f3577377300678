import { composeFile } from "@chimera/compose";
import { loadConfig } from "@chimera/config";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { docker } from "./support/docker.ts";

let clone: string;
beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), "chimera-docker-")));
});
afterEach(() => {
  rmSync(clone, { recursive: true });
});

interface Resolved {
  name: string;
  networks: { chimera: { name: string } };
  services: Record<
    string,
    {
      environment: Record<string, string>;
      volumes: { source: string }[];
      ports: { published: string; host_ip: string; target: number }[];
    }
  >;
}

/** What Compose itself reads in the file of a project with these workers. */
async function resolved(folder: string, names: string[], env: Record<string, string> = {}) {
  const projectDir = join(clone, folder);
  mkdirSync(projectDir, { recursive: true });
  const named = { CHIMERA_RUNTIME: "attach", CHIMERA_WORKERS_NODES_NAMES: JSON.stringify(names), ...env };
  const config = loadConfig({ projectDir, env: named });
  writeFileSync(
    join(clone, "docker-compose.yml"),
    composeFile(config, { fileDir: clone, repositoryDir: clone }),
  );
  const json = await docker(["compose", "config", "--format", "json"], { cwd: clone });
  return JSON.parse(json) as Resolved;
}

it.each([1, 3, 16])("docker compose accepts the file with %i workers", async (nWorkers) => {
  const names = Array.from({ length: nWorkers }, (_, i) => `worker${i + 1}`);
  const { name, networks, services } = await resolved("examples/quickstart", names);
  expect(name).toBe("chimera-quickstart");
  expect(networks.chimera.name).toBe("chimera-network");
  expect(Object.keys(services).sort()).toEqual([...names, "master"].sort());
  expect(services[names.at(-1)!].ports).toMatchObject([
    { host_ip: "0.0.0.0", published: String(100 + nWorkers), target: 80 },
  ]);
});

it("docker compose reads special characters as they are", async () => {
  const folder = "les sons/5 $HOME ${x}: {a} # \"b\" 'c' ü";
  const { services } = await resolved(folder, ["on", "null"], { CHIMERA_WORKERS_HOST: "::1" });
  expect(Object.keys(services).sort()).toEqual(["master", "null", "on"]);
  // `config` prints what it read in a form that could be read again, where a dollar sign is written twice.
  expect(services.master.volumes[0].source.replaceAll("$$", "$")).toBe(join(clone, folder, "master.ts"));
  expect(services.on.environment.CHIMERA_WORKERS_NODE_NAME).toBe("on");
  expect(services.on.ports).toMatchObject([{ host_ip: "::1", published: "101" }]);
});
