import { ChimeraClient } from "@chimera/client";
import { readHoldOut } from "@chimera/dataset";
import { outputsOf, predictionsOf } from "@chimera/distributed";
import { decodeNetwork } from "@chimera/nodes";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { workspace } from "../support/project.ts";
import { accuracy, fit } from "./support/client.ts";
import { copyExample } from "./support/copied-example.ts";
import type { CopiedExample } from "./support/copied-example.ts";
import { deploy } from "./support/deployment.ts";
import type { Deployment } from "./support/deployment.ts";
import { docker } from "./support/docker.ts";
import { hostRun } from "./support/host-run.ts";
import type { HostRun } from "./support/host-run.ts";

const PROJECT = "examples/pipeline-mlp";
const WORKERS = ["worker1", "worker2", "worker3"];

describe("a network split over containers", () => {
  let pipeline: Deployment;
  beforeAll(async () => {
    pipeline = await deploy(PROJECT, {
      CHIMERA_FIT_ON_START: "0",
      CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: "60",
      CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES: "2",
    });
    await pipeline.up();
  });
  afterAll(() => pipeline.down());

  it("has its stages at the addresses of the configuration, where they find each other by name", async () => {
    const addresses = WORKERS.map((_, k) => `${pipeline.prefix}.${k + 2}`);
    const containers = await Promise.all(WORKERS.map((name) => pipeline.inspect(name)));
    expect(containers.map(({ NetworkSettings }) => NetworkSettings.Networks)).toMatchObject(
      addresses.map((IPAddress) => ({ [pipeline.env.CHIMERA_NETWORK_NAME!]: { IPAddress } })),
    );
    const lookUp = `Promise.all(${JSON.stringify(WORKERS)}.map((name) => require("dns").promises.lookup(name)))
      .then((found) => console.log(found.map(({ address }) => address).join(" ")))`;
    for (const name of WORKERS)
      expect(await pipeline.exec(name, "node", "-e", lookUp)).toBe(addresses.join(" "));
  });

  it("gives the stages the limits of calls, for they call each other", async () => {
    for (const name of WORKERS) {
      const variables = await pipeline.exec(name, "env");
      expect(variables).toMatch(/^CHIMERA_WORKERS_ENDPOINTS_TIMEOUT=60$/m);
      expect(variables).toMatch(/^CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES=2$/m);
    }
  });

  it("trains, predicts, and gives the network away, which says the same on the host", async () => {
    expect(await fit(pipeline.masterUrl, "pipeline")).toMatchObject({
      fit: "ok",
      workers: WORKERS.map((name) => ({ name, state: "ok", rounds: 30 })),
    });
    expect(await accuracy(pipeline.masterUrl, "pipeline", PROJECT)).toBeGreaterThan(0.95);

    const client = new ChimeraClient(pipeline.masterUrl);
    const { columns, X } = readHoldOut(join(workspace, PROJECT), "classifier")!;
    const network = decodeNetwork(await client.network());
    const through = await client.predictMatrix(columns, X);
    await client.close();
    const alone = predictionsOf(outputsOf(network, columns, X), X.nRows, network.classes);
    // The host may compute with other kernels, which round otherwise.
    const differences = alone.data.map((p, i) => Math.abs(p - through.probabilities!.data[i]!));
    expect(Math.max(...differences)).toBeLessThan(1e-3);
  });

  it("is not fitted without one of its stages, and says which; started again, it takes part", async () => {
    await pipeline.compose("stop", "worker2");
    const response = await fetch(`${pipeline.masterUrl}/v1/chimera/pipeline/fit`, { method: "POST" });
    expect(response.status).toBe(500);
    const { message } = (await response.json()) as { message: string };
    expect(message).toMatch(
      /^A pipeline needs every one of its workers; these failed at describe: worker2: /,
    );
    // What was learnt before is not lost: the stage is given its part again.
    await pipeline.up("worker2");
    expect(await accuracy(pipeline.masterUrl, "pipeline", PROJECT)).toBeGreaterThan(0.95);
  });
});

describe("a stage whose container is killed in mid-training", () => {
  let example: CopiedExample;
  let pipeline: Deployment;
  beforeEach(async () => {
    example = copyExample("pipeline-mlp");
    // Enough rounds for a container to be killed among them, however fast they are.
    example.edit("chimera_workers/_network.ts", "epochs: 30,", "epochs: 150, returnSeconds: 120,");
    pipeline = await deploy(example.project, { CHIMERA_FIT_ON_START: "1" });
    await pipeline.up();
  });
  afterEach(async () => {
    await pipeline.down();
    example.remove();
  });

  const masterLog = (pattern: RegExp): Promise<string> =>
    vi.waitUntil(
      async () => {
        const text = await pipeline.compose("logs", "--no-color", "--no-log-prefix", "master");
        return pattern.test(text) && text;
      },
      { timeout: 250_000, interval: 200 },
    );

  it("and started again: training goes on from the checkpoint to its last round", async () => {
    await masterLog(/round \d+\/150/u);
    await pipeline.compose("kill", "--signal", "SIGKILL", "worker2");
    await pipeline.compose("start", "worker2");
    const log = await masterLog(/accuracy/u);
    expect(log).toMatch(
      /failed in round \d+: .* Training goes on from the checkpoint after round \d+ as soon as/u,
    );
    expect(log).toMatch(/pipeline: 150 rounds in/u);
    expect(Number(/accuracy +([\d.]+)/u.exec(log)?.[1])).toBeGreaterThan(0.95);
  });
});

describe("a master on the host with its stages in containers", () => {
  let run: HostRun;
  beforeEach(async () => void (run = await hostRun("pipeline-mlp")));
  afterEach(async () => {
    await docker(["compose", "--project-name", run.name, "down", "--volumes"]);
    run.remove();
  });

  it("tells the stages each other's names in their network, not their ports on the host", async () => {
    const program = run.start(["--once"]);
    expect(await program.ended).toBe(0);
    const printed = program.lines.join("\n");
    expect(printed).toMatch(/pipeline: 30 rounds in/);
    expect(Number(/accuracy +([\d.]+)/.exec(printed)?.[1])).toBeGreaterThan(0.95);
  });
});
