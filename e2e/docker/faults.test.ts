import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deploy } from "./support/deployment.ts";
import { docker } from "./support/docker.ts";
import { hostRun, ownLines } from "./support/host-run.ts";
import type { HostRun } from "./support/host-run.ts";
import { leftOf } from "./support/surroundings.ts";

let run: HostRun;
beforeEach(async () => void (run = await hostRun("quickstart")));
afterEach(async () => {
  await docker(["compose", "--project-name", run.name, "down", "--volumes"]);
  run.remove();
});

/** What a start that fails prints besides Docker's own lines. Nothing is left of it but the volume, if that was made. */
async function sentencesOfFailure(env: Record<string, string> = {}): Promise<string> {
  const program = run.start([], env);
  expect(await program.ended).toBe(1);
  expect((await leftOf(run.name)).filter((name) => name !== `${run.name}_records`)).toEqual([]);
  return ownLines(program).join("\n");
}

describe("what keeps containers from starting is said in a sentence with its cure", () => {
  it("a port that is taken", async () => {
    const server = createServer().listen(run.ports[1], "127.0.0.1");
    await once(server, "listening");
    const said = await sentencesOfFailure().finally(() => server.close());
    expect(said).toMatch(/^A port of the workers is in use on this machine: .*CHIMERA_WORKERS_MAPPED_PORTS/);
    expect(said.split("\n")).toHaveLength(2);
    expect(said).toContain(String(run.ports[1]));
  });

  describe("with another network on the engine", () => {
    const other = `chimera-e2e-${process.pid}-other`;
    const create = (name: string) => docker(["network", "create", "--subnet", `${run.prefix}.0/24`, name]);

    it("a subnet that is taken", async () => {
      await create(other);
      const said = await sentencesOfFailure().finally(() => docker(["network", "rm", other]));
      expect(said).toMatch(/^Another network of Docker uses these addresses: .*CHIMERA_NETWORK_PREFIX/);
    });

    it("a network's name that is taken", async () => {
      await create(run.env.CHIMERA_NETWORK_NAME);
      const said = await sentencesOfFailure().finally(() =>
        docker(["network", "rm", run.env.CHIMERA_NETWORK_NAME]),
      );
      expect(said).toMatch(/^Another network of Docker has this name: .*CHIMERA_NETWORK_NAME/);
    });
  });

  it("another project in the same network, which goes on", async () => {
    const other = await deploy("examples/quickstart");
    try {
      await other.up("worker1");
      const said = await sentencesOfFailure();
      expect(said).toMatch(/^Other containers use this network: .*CHIMERA_NETWORK_NAME/);
      expect((await other.inspect("worker1")).State.Status).toBe("running");
    } finally {
      await other.down();
    }
  });

  it("an engine that does not run", async () => {
    const said = await sentencesOfFailure({ DOCKER_HOST: `unix://${run.dir}/no.sock` });
    expect(said).toMatch(/^The Docker engine is not running: .*CHIMERA_RUNTIME=embedded/);
  });

  it("no docker command", async () => {
    const folder = join(run.dir, "bin");
    mkdirSync(folder);
    symlinkSync(process.execPath, join(folder, "node"));
    expect(await sentencesOfFailure({ PATH: folder })).toMatch(
      /^There is no docker command on this machine: .*CHIMERA_RUNTIME=embedded/,
    );
  });

  it("an error in a worker's file", async () => {
    run.edit(
      "chimera_workers/worker2.ts",
      "new SGDWorker",
      'throw new TypeError("my mistake");\nnew SGDWorker',
    );
    const said = await sentencesOfFailure();
    expect(said).toMatch(
      /^Worker worker2 could not start\. It said:\n.*worker2\.ts:4:7: TypeError: my mistake$/,
    );
  });
});
