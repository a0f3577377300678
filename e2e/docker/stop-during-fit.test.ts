import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { copyExample } from "./support/copied-example.ts";
import type { CopiedExample } from "./support/copied-example.ts";
import { deploy } from "./support/deployment.ts";
import type { Deployment } from "./support/deployment.ts";

let example: CopiedExample;
let deployment: Deployment;
beforeEach(async () => {
  example = copyExample("quickstart");
  // Enough rounds for a worker to be stopped among them, however fast they are: about 15 s.
  example.edit("master.ts", "maxIter: 200,", "maxIter: 10_000, epsilon: 0,");
  deployment = await deploy(example.project);
  await deployment.up();
});
afterEach(async () => {
  await deployment.down();
  example.remove();
});

async function masterLog(pattern: RegExp): Promise<string> {
  return vi.waitUntil(
    async () => {
      const text = await deployment.compose("logs", "--no-color", "--no-log-prefix", "master");
      return pattern.test(text) && text;
    },
    { timeout: 250_000, interval: 200 },
  );
}

it("a fit goes on to its last round when a worker ends in the middle, and says who failed and when", async () => {
  await masterLog(/^.*round \d+\/10000/mu);
  await deployment.compose("kill", "worker2");
  const log = await masterLog(/accuracy/u);
  expect(log).toMatch(/worker2 failed in round \d+ \(gradient\): /u);
  expect(log).toMatch(/parameter-server: 10000 rounds .* partial: 2 of 3 workers to the end/u);
  expect(Number(/accuracy +([\d.]+)/u.exec(log)?.[1])).toBeGreaterThan(0.9);
});
