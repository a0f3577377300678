import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChimeraConfig } from "@chimera/config";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fleet } from "../fleet/fleet.ts";
import { embedded } from "./embedded.ts";

/** Workers here speak to their launcher over IPC as real ones do, without a framework and without a socket. */
const LISTENS = `
  process.send!({ type: "listening", url: "http://" + process.env.CHIMERA_LISTEN + "/" + process.env.CHIMERA_WORKERS_NODE_NAME });
  setInterval(() => undefined, 1000); // In place of a server, which would keep it alive.
`;

let projectDir: string;
let lines: string[];
let fleet: Fleet | undefined;

beforeEach(() => {
  mkdirSync(".chimera", { recursive: true });
  projectDir = mkdtempSync(join(process.cwd(), ".chimera", "launcher-"));
  mkdirSync(join(projectDir, "chimera_workers"));
  lines = [];
});

afterEach(async () => {
  await fleet?.stop();
  rmSync(projectDir, { recursive: true });
});

async function start(
  sources: Record<string, string>,
  settings: Partial<ChimeraConfig> = {},
  restarts = 0,
): Promise<Fleet> {
  const workers = Object.entries(sources).map(([name, source], i) => {
    const file = join(projectDir, "chimera_workers", `${name}.ts`);
    writeFileSync(file, source);
    return { name, file, mappedPort: 9001 + i };
  });
  const config = { projectDir, workers, startTimeoutSeconds: 60, sources: {}, ...settings };
  config.sources = { CHIMERA_WORKERS_MAPPED_PORTS: "default", ...settings.sources };
  fleet = await embedded.start(config as unknown as ChimeraConfig, {
    env: { GREETING: "hello" },
    restarts,
    say: (line) => lines.push(line),
  });
  return fleet;
}

describe("the embedded launcher", { timeout: 60_000 }, () => {
  it("starts every worker under its name, on a free port of loopback", async () => {
    const started = await start({ worker1: LISTENS, worker2: LISTENS });
    expect(await started.ready()).toEqual([
      { name: "worker1", url: "http://127.0.0.1:0/worker1" },
      { name: "worker2", url: "http://127.0.0.1:0/worker2" },
    ]);
  });

  it("uses the mapped ports when somebody gave them", async () => {
    const started = await start({ worker1: LISTENS }, { sources: { CHIMERA_WORKERS_MAPPED_PORTS: ".env" } });
    expect(await started.ready()).toEqual([{ name: "worker1", url: "http://127.0.0.1:9001/worker1" }]);
  });

  it("passes on the variables of the program and what workers print", async () => {
    const started = await start({ worker1: `console.log(process.env.GREETING + "\\nthere");${LISTENS}` });
    await started.ready();
    await started.stop();
    expect(lines).toEqual(["worker1 | hello", "worker1 | there"]);
  });

  it("names a worker that says why it cannot start", async () => {
    const failing = `process.send!({ type: "failed", message: "no shard here" }, () => process.exit(1));`;
    const started = await start({ worker1: LISTENS, worker2: failing });
    await expect(started.ready()).rejects.toThrow("Worker worker2 could not start: no shard here");
  });

  it("shows the error of a worker's file with the user's line", async () => {
    const started = await start({ worker1: `\n\nthrow new Error("my mistake");` });
    await expect(started.ready()).rejects.toThrow(
      /^Worker worker1 could not start: .*chimera_workers\/worker1\.ts:3:7: my mistake$/,
    );
    expect(lines).toEqual([]);
  });

  it("shows an error that comes later under the worker's name", async () => {
    const started = await start({
      worker1: `${LISTENS}\nsetTimeout(() => {\n  throw new TypeError("too late");\n}, 50);`,
    });
    await started.ready();
    await new Promise<void>((resolve) => started.onExit(() => resolve()));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^worker1 \| .*worker1\.ts:6:9: TypeError: too late/);
  });

  it("says what is missing in a file that ends without serving", async () => {
    const started = await start({ worker1: "export const nothing = 1;" });
    await expect(started.ready()).rejects.toThrow("Does chimera_workers/worker1.ts call .serve()?");
  });

  it("shows place and text of what cannot be bundled", async () => {
    await expect(start({ worker1: 'const broken = ;\nimport "./gone.ts";' })).rejects.toThrow(
      /worker1\.ts:1:16: Unexpected ";"/,
    );
    await expect(start({ worker1: '\nimport "./gone.ts";' })).rejects.toThrow(
      /worker1\.ts:2:8: Could not resolve "\.\/gone\.ts"/,
    );
  });

  it("gives up after the start time-out and names who is missing", async () => {
    const silent = "setInterval(() => undefined, 1000);";
    const started = await start({ worker1: silent }, { startTimeoutSeconds: 0.2 });
    await expect(started.ready()).rejects.toThrow("After 0.2 s worker1 did not listen.");
  });

  it("tells of a worker that ends later, but not of those it stops", async () => {
    const dies = `${LISTENS}; setTimeout(() => process.exit(3), 50);`;
    const started = await start({ worker1: LISTENS, worker2: dies });
    await started.ready();
    const exits: string[] = [];
    await new Promise<void>((resolve) =>
      started.onExit(({ name, how }) => {
        exits.push(`${name} ${how}`);
        resolve();
      }),
    );
    await started.stop();
    expect(exits).toEqual(["worker2 ended with exit code 3"]);
  });

  it("starts a worker that ends again, as often as it may, and tells where it is then", async () => {
    const dies = `${LISTENS}; setTimeout(() => process.exit(3), 50);`;
    const started = await start({ worker1: LISTENS, worker2: dies }, {}, 2);
    await started.ready();
    const exits: [string, unknown][] = [];
    await new Promise<void>((resolve) =>
      started.onExit(({ name, how, again }) => {
        exits.push([`${name} ${how}`, again]);
        if (again === undefined) resolve();
      }),
    );
    expect(exits.map(([said]) => said)).toEqual(Array(3).fill("worker2 ended with exit code 3"));
    expect(await Promise.all(exits.map(([, again]) => again))).toEqual([
      { name: "worker2", url: "http://127.0.0.1:0/worker2" },
      { name: "worker2", url: "http://127.0.0.1:0/worker2" },
      undefined,
    ]);
  });

  it("says why a worker that was started again cannot start", async () => {
    const marker = JSON.stringify(join(projectDir, "was-here"));
    const once = `
      import { existsSync, writeFileSync } from "node:fs";
      if (existsSync(${marker})) throw new Error("its data is gone");
      writeFileSync(${marker}, "");
      ${LISTENS}; setTimeout(() => process.exit(3), 50);`;
    const started = await start({ worker1: once }, {}, 1);
    await started.ready();
    const failure = await new Promise<unknown>((resolve) =>
      started.onExit(({ again }) => again?.catch(resolve)),
    );
    expect(String(failure)).toMatch(/Worker worker1 could not start: .*its data is gone/);
  });

  it("ends a worker that was started again with the others", async () => {
    const dies = `console.log(process.pid);${LISTENS}; setTimeout(() => process.exit(3), 200);`;
    const started = await start({ worker1: dies }, {}, 1);
    await started.ready();
    await new Promise<void>((resolve) => started.onExit(() => resolve()));
    await started.stop();
    const pids = lines.map((line) => Number(line.split(" | ")[1]));
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("kills a worker that ignores SIGTERM", async () => {
    const stubborn = `process.on("SIGTERM", () => undefined);`;
    const started = await start({ worker1: `console.log(process.pid);${stubborn}${LISTENS}` });
    await started.ready();
    await started.stop();
    expect(() => process.kill(Number(lines[0]!.split(" | ")[1]), 0)).toThrow("ESRCH");
  });

  it("keeps what a file knows of its own place", async () => {
    const tells = `console.log(import.meta.url);${LISTENS}`;
    const started = await start({ worker1: tells });
    await started.ready();
    await started.stop();
    expect(lines).toEqual([`worker1 | file://${join(projectDir, "chimera_workers", "worker1.ts")}`]);
  });
});
