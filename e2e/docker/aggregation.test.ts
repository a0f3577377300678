import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accuracy, fit } from "./support/client.ts";
import { deploy } from "./support/deployment.ts";
import type { Deployment } from "./support/deployment.ts";

const PROJECT = "examples/bagging-classification";
const WORKERS = ["worker1", "worker2", "worker3", "worker4", "worker5"];

let bagging: Deployment;
beforeAll(async () => {
  // One of the ports that browsers, and `fetch` with them, refuse: nothing here may depend on that.
  bagging = await deploy(PROJECT, { CHIMERA_FIT_ON_START: "0", CHIMERA_WORKERS_PORT: "10080" });
  await bagging.up();
});
afterAll(() => bagging.down());

describe("bagging in containers", () => {
  it("fits and predicts over REST from the host", async () => {
    expect(await fit(bagging.masterUrl, "aggregation")).toMatchObject({
      fit: "ok",
      workers: WORKERS.map((name) => ({ name, state: "ok" })),
    });
    expect(await accuracy(bagging.masterUrl, "aggregation", PROJECT)).toBeGreaterThan(0.8);
  });

  it("goes on without a worker that was stopped, and names it", async () => {
    await bagging.compose("stop", "worker4");
    const answer = await fit(bagging.masterUrl, "aggregation");
    expect(answer.fit).toBe("partial");
    expect(answer.workers.filter(({ state }) => state === "failed")).toMatchObject([{ name: "worker4" }]);
    expect(await accuracy(bagging.masterUrl, "aggregation", PROJECT)).toBeGreaterThan(0.7);
  });
});
