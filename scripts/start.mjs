/**
 * `npm start [-- --once]`: installs and builds what is needed, then runs the master of `CHIMERA_PROJECT`
 * (default: the quickstart) in this process, so that signals and the exit code are the program's own.
 */
import "./workspace/require-node.mjs";

const { endWithNpm } = await import("./workspace/end-with-npm.mjs");
const { prepareWorkspace, startProgram } = await import("./workspace/program.mjs");

const unknown = process.argv.slice(2).filter((argument) => argument !== "--once");
if (unknown.length > 0) {
  console.error(
    `npm start knows one option, --once (train, print the metrics, exit); got ${unknown.join(" ")}.`,
  );
  process.exit(1);
}
// What npm makes of an option of its own that it does not know.
if (process.env.npm_config_once && !process.argv.includes("--once")) {
  console.error("npm kept --once to itself, and the master would serve on: write npm start -- --once.");
  process.exit(1);
}
if (process.argv.includes("--once")) process.env.CHIMERA_ONCE = "1";

endWithNpm("start");
await prepareWorkspace();
await startProgram("master");
