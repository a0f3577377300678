/** `npx nx serve master|worker`: builds what is needed and runs that program; settings come from the environment. */
import "./workspace/require-node.mjs";

const { prepareWorkspace, startProgram } = await import("./workspace/program.mjs");

const [name] = process.argv.slice(2);
if (name !== "master" && name !== "worker") {
  console.error(`Say which program to serve, master or worker; got ${name ?? "nothing"}.`);
  process.exit(1);
}
await prepareWorkspace();
await startProgram(name);
