// Imported before anything else, so that an old Node.js answers with a sentence and not with a syntax error.
const required = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < required[0] || (major === required[0] && minor < required[1])) {
  console.error(
    `Chimera needs Node.js ${required.join(".")} or newer, this is ${process.versions.node}. ` +
      "Install a current version from https://nodejs.org and try again.",
  );
  process.exit(1);
}
