import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentTable } from "@chimera/config";
import { workspace } from "./project.ts";

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(workspace, folder, "package.json"), "utf8")) as {
    name: string;
    scripts?: Record<string, string>;
  };
const scripts = Object.keys(manifestOf(".").scripts!);
const members = [
  ...["apps", "libs"].flatMap((root) => readdirSync(join(workspace, root)).map((name) => `${root}/${name}`)),
  "compose",
];
const projects = members.map((folder) => manifestOf(folder).name);
const variables = environmentTable().map(({ variable }) => variable);

/** Folders and files that a reader of the documentation makes. */
const ofTheReader = ["my-project", "load.ts"];
const exists = (path: string) => ofTheReader.includes(path) || existsSync(join(workspace, path));

/** What begins a command → what is wrong with the rest of its words, if anything. */
const kinds: [start: string, faultOf: (words: string[]) => string | undefined][] = [
  ["npm ci", () => undefined],
  ["npm start", () => unknown("script", "start", scripts)],
  ["npm test", () => unknown("script", "test", scripts)],
  ["npm run", ([script]) => unknown("script", script, scripts)],
  ["npx nx serve", ([project]) => unknown("program", project, ["master", "worker"])],
  ["npx nx test", ([project]) => unknown("project", project, projects)],
  ["npx vitest run", (words) => (words[0]?.startsWith("libs/") ? missing(words[0]) : undefined)],
  ["npx chimera", chimeraFault],
  ["node", ([file, folder]) => missing(file) ?? missing(folder)],
  ["cp -r", ([from]) => missing(from)],
  ["docker compose", () => undefined],
  ["curl", () => undefined],
];

/** What is wrong with a command of the documentation: a name that does not exist. `undefined` when it can be run. */
export function commandFault(command: string): string | undefined {
  const settings = [...command.matchAll(/\b(CHIMERA_\w+)=('[^']*'|\S*) /gu)];
  const plain = command.replace(/^(?:CHIMERA_\w+=(?:'[^']*'|\S*) +)*/u, "");
  for (const [, variable, value] of settings) {
    const fault =
      unknown("variable", variable, variables) ??
      (variable === "CHIMERA_PROJECT" ? missing(value) : undefined);
    if (fault) return fault;
  }
  const kind = kinds.find(([start]) => plain === start || plain.startsWith(`${start} `));
  if (!kind) return "no command that this test knows";
  const [start, faultOf] = kind;
  return faultOf(plain.slice(start.length).trim().split(/\s+/u).filter(Boolean));
}

function unknown(what: string, name: string | undefined, names: readonly string[]): string | undefined {
  return name === undefined || names.includes(name) ? undefined : `no ${what} ${name}`;
}

function missing(path: string | undefined): string | undefined {
  return path === undefined || exists(path) ? undefined : `no file or folder ${path}`;
}

/** The command line's own help knows its commands and their options. */
function chimeraFault([name, ...rest]: string[]): string | undefined {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(workspace, "apps/cli/bin/chimera.mjs"), name!, "--help"],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) return `no command chimera ${name}`;
  const option = rest.find((word) => word.startsWith("--") && !stdout.includes(word));
  if (option) return `no option ${option} of chimera ${name}`;
  return name === "exec" ? missing(rest[0]) : undefined;
}
