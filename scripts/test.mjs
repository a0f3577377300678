/** `npm test [-- vitest options]`: runs every test that needs neither Docker nor a browser. */
import "./workspace/require-node.mjs";

const { installIfNeeded } = await import("./workspace/install.mjs");
const { runVitest } = await import("./workspace/vitest-run.mjs");

installIfNeeded();
const { passed, failed, remarks } = await runVitest(process.argv.slice(2));
for (const remark of remarks) console.log(remark);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
