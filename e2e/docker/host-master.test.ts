import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { accuracy, fit } from "./support/client.ts";
import { docker } from "./support/docker.ts";
import { hostRun, lineOf, ownLines } from "./support/host-run.ts";
import type { HostRun } from "./support/host-run.ts";
import { leftOf } from "./support/surroundings.ts";

let run: HostRun;
afterEach(async () => {
  await docker(["compose", "--project-name", run.name, "down", "--volumes"]);
  run.remove();
});

describe("a master on the host with its workers in containers", () => {
  it("trains with --once, prints the scores, and removes the containers", async () => {
    run = await hostRun("bagging-same-data");
    const program = run.start(["--once"]);
    expect(await program.ended).toBe(0);
    const printed = program.lines.join("\n");
    expect(printed).toMatch(/worker1, worker2, worker3: healthy after [\d.]+ s \(compose\)/);
    expect(Number(/accuracy +([\d.]+)/.exec(printed)?.[1])).toBeGreaterThan(0.9);
    expect(await leftOf(run.name)).toEqual([`${run.name}_records`]);
  });

  it("serves fits and predictions, goes on without a worker, and ends with its containers", async () => {
    run = await hostRun("quickstart");
    const program = run.start([], { CHIMERA_FIT_ON_START: "0" });
    await lineOf(program, /Ctrl-C ends it/);
    expect(await fit(run.masterUrl, "parameter-server")).toMatchObject({ fit: "ok" });
    expect(await accuracy(run.masterUrl, "parameter-server", run.project)).toBeGreaterThan(0.95);

    await docker(["stop", `${run.name}-worker3-1`]);
    const answer = await fit(run.masterUrl, "parameter-server");
    expect(answer.fit).toBe("partial");
    expect(answer.workers.map(({ state }) => state)).toEqual(["ok", "ok", "failed"]);

    const second = run.start();
    expect(await second.ended).toBe(1);
    const file = join(run.project, ".chimera", "docker-compose.yml");
    const refusal = ownLines(second).join("\n");
    expect(refusal).toMatch(/^The workers of this project run in containers already: .* down$/);
    expect(refusal).toContain(`docker compose -f ${file} down`);
    expect(await fit(run.masterUrl, "parameter-server")).toMatchObject({ fit: "partial" });

    program.kill("SIGTERM");
    expect(await program.ended).toBe(0);
    expect(await leftOf(run.name)).toEqual([`${run.name}_records`]);
  });
});
