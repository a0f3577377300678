import { CallError, NodeError } from "@chimera/client";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";
import type { Master } from "../master-call.ts";
import { recordingServices } from "../testing/recording-services.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const healthOf = (kind: "pipeline-master" | "parameter-server-master") => () =>
  Promise.resolve({
    status: "ok" as const,
    node: "master",
    kind,
    version: "0.2.0",
    kernel: "typescript",
    uptimeSeconds: 1,
  });
const unreachable = () => {
  const facts = { origin: "http://127.0.0.1:8080", path: "/healthz", timeoutSeconds: 1, timeoutSetting: "x" };
  const message = "Nothing listens at http://127.0.0.1:8080: start the node.";
  return Promise.reject(new CallError("refused", facts, message));
};

/** Runs a line against a master that answers as given, and tells what of it was called. */
async function run(line: string, answers: Partial<Master> = {}) {
  const calls: string[] = [];
  const master: Partial<Master> = {
    health: healthOf("pipeline-master"),
    network: () => Promise.resolve(Uint8Array.of(1, 2, 3)),
    close: () => Promise.resolve(void calls.push("close")),
    ...answers,
  };
  const connect = (url: string) => {
    calls.push(url);
    return master as Master;
  };
  const services = recordingServices({ cwd: folder, connect });
  return { ...services, calls, exitCode: await cli(line.split(" "), services) };
}

describe("chimera export", () => {
  const written = (file = "network.chimera") => [...readFileSync(join(folder, file))];

  it("writes the network to a file, and shows how it loads", async () => {
    const { exitCode, calls, printed } = await run("export");
    expect(exitCode).toBe(0);
    expect(calls).toEqual(["http://127.0.0.1:8080", "close"]);
    expect(written()).toEqual([1, 2, 3]);
    expect(printed[0]).toContain("wrote network.chimera: 3 bytes");
    expect(printed[0]).toContain('const network = await loadNetwork("network.chimera");');
    expect(printed[0]).toContain("npx chimera exec");
  });

  it("keeps a file that exists unless it is told to replace it, and asks no master before", async () => {
    writeFileSync(join(folder, "old.chimera"), "old");
    const { exitCode, said, calls } = await run("export --output old.chimera");
    expect([exitCode, calls]).toEqual([1, []]);
    expect(said).toEqual([
      '--output: expected a new file, got "old.chimera", which exists; choose another path, or add --force to replace it.',
    ]);
    expect((await run("export --output old.chimera --force")).exitCode).toBe(0);
    expect(written("old.chimera")).toEqual([1, 2, 3]);
  });

  it("keeps a file that comes while the network travels", async () => {
    const network = () => {
      writeFileSync(join(folder, "network.chimera"), "new");
      return Promise.resolve(Uint8Array.of(1));
    };
    const { said } = await run("export", { network });
    expect(said[0]).toMatch(/^--output: expected a new file, got "network\.chimera", which exists;/);
    expect(readFileSync(join(folder, "network.chimera"), "utf8")).toBe("new");
  });

  it.each<[string, string, Partial<Master>, RegExp]>([
    [
      "a master that nobody started",
      "",
      { health: unreachable },
      /^Nothing listens at .*: start the node\.$/,
    ],
    [
      "a network that is not trained yet",
      "",
      {
        network: () =>
          Promise.reject(new NodeError(409, "There is no fitted model yet: POST to fit first.", "x")),
      },
      /^There is no fitted model yet: POST to fit first\.$/,
    ],
    [
      "a master of something else",
      "",
      { health: healthOf("parameter-server-master") },
      /^--url: expected the master of a pipeline, got http:\/\/127\.0\.0\.1:8080, a parameter-server-master; give the address of a PipelineMaster/,
    ],
    [
      "a master of chimera 0.1",
      "",
      { health: () => Promise.reject(new NodeError(404, "Not Found", "x")) },
      /^--url: expected the master of a pipeline, got .*, a master of chimera 0\.1; /,
    ],
    [
      "a folder that is not there",
      " --output nowhere/n.chimera",
      {},
      /^--output: expected a file that can be written, got "nowhere\/n\.chimera" and the error ENOENT; choose another path\.$/,
    ],
  ])("tells of %s", async (_, options, answers, message) => {
    const { exitCode, said } = await run(`export${options}`, answers);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(existsSync(join(folder, "network.chimera"))).toBe(false);
  });
});
