import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { startProgram, type Program } from "./support/program.ts";
import { workspace } from "./support/project.ts";

let folder: string;
let program: Program;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "chimera-slow-"));
  port = await freePort();
  program = startProgram(["scripts/start.mjs"], {
    CHIMERA_PROJECT: join(workspace, "examples/quickstart"),
    CHIMERA_MASTER_PORT: String(port),
    CHIMERA_LOGS_DIR: join(folder, "logs"),
    CHIMERA_RUNS_DIR: join(folder, "runs"),
  });
  await program.line(/serves/);
});
afterAll(async () => {
  program.ctrlC();
  await program.ended;
  rmSync(folder, { recursive: true });
});

const N_REQUESTS = 3000;
const PATH = "/openapi.json";

/** Answers that the master has made so far. */
const answered = (): number =>
  readFileSync(join(folder, "logs/master/chimera_time.log"), "utf8").split(`"endpoint":"${PATH}"`).length - 1;

it("a client that does not read its answers is not answered further, and holds nobody up", async () => {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.pause();
  // All at once, on one connection: some 30 MB of answers. They are long, for Node reads 64 kB of them before it looks at
  // what has not been taken.
  const request = `GET ${PATH} HTTP/1.1\r\nHost: x\r\nX-Filler: ${"x".repeat(2000)}\r\n\r\n`;
  socket.write(request.repeat(N_REQUESTS));
  // Meanwhile others are answered; each turn lets the master work at what it has.
  for (let i = 0; i < 300; i++) {
    const { status } = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(status).toBe(200);
  }
  expect(answered()).toBeLessThan(N_REQUESTS / 2);
  const mark = "HTTP/1.1 200 OK";
  let count = 0;
  let rest = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    count += (rest + chunk).split(mark).length - 1;
    // A mark may be cut in two.
    rest = chunk.slice(1 - mark.length);
  });
  socket.resume();
  while (count < N_REQUESTS) await once(socket, "data");
  socket.destroy();
  expect(count).toBe(N_REQUESTS);
});
