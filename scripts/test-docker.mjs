/** `npm run test:docker [-- vitest options]`: the tests that need a Docker engine with Compose v2. */
import "./workspace/require-node.mjs";
import { spawnSync } from "node:child_process";

const { installIfNeeded } = await import("./workspace/install.mjs");
const { runVitest } = await import("./workspace/vitest-run.mjs");

installIfNeeded();
const { passed, failed, remarks } = isEngineThere()
  ? await runVitest(["--config", "e2e/docker/vitest.config.ts", ...process.argv.slice(2)])
  : {
      passed: 0,
      failed: 1,
      remarks: ["These tests need a running Docker engine and `docker compose` (v2)."],
    };
for (const remark of remarks) console.log(remark);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function isEngineThere() {
  return ["info", "compose version"].every((command) => {
    const { status, stdout, stderr } = spawnSync("docker", command.split(" "), { encoding: "utf8" });
    if (status !== 0) console.log(`docker ${command}: ${stderr || stdout || "cannot be run"}`);
    return status === 0;
  });
}
