import { closest } from "@chimera/algorithms";
import { renderUsage } from "citty";
import type { CommandDef } from "citty";
import { quoted, UsageError } from "./arguments/usage-error.ts";
import { CommandFailed } from "./command-failed.ts";
import { plain } from "./command.ts";
import type { Command } from "./command.ts";
import { composeCommand } from "./commands/compose.ts";
import { execCommand } from "./commands/exec.ts";
import { explainCommand } from "./commands/explain.ts";
import { exportCommand } from "./commands/export.ts";
import { fitCommand } from "./commands/fit.ts";
import { predictCommand } from "./commands/predict.ts";
import { runCommand } from "./commands/run.ts";
import { splitCommand } from "./commands/split.ts";
import { timelineCommand } from "./commands/timeline.ts";
import { timesCommand } from "./commands/times.ts";
import { describeFault } from "./describe-fault.ts";
import type { Services } from "./services.ts";

/** Runs one command line. @returns the exit code: 0, or 1 when the command failed or an argument cannot be used */
export async function cli(rawArgs: readonly string[], services: Services): Promise<number> {
  try {
    await dispatch(rawArgs, services);
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFailed)) services.say(describeFault(error));
    return 1;
  }
}

async function dispatch([name, ...rest]: readonly string[], services: Services): Promise<void> {
  const { print, version } = services;
  const commands: Record<string, Command> = {
    run: runCommand(services),
    fit: fitCommand(services),
    predict: predictCommand(services),
    export: exportCommand(services),
    split: splitCommand(services),
    compose: composeCommand(services),
    times: timesCommand(services),
    timeline: timelineCommand(services),
    explain: explainCommand(services),
    exec: execCommand(services),
  };
  const root = rootOf(commands, version);
  if (name === undefined || isHelp(name)) return print(plain(await renderUsage(root)));
  if (name === "--version") return print(version);
  const command = commandNamed(name, commands);
  if (rest.some(isHelp)) return print(await command.help(root));
  await command.run(rest);
}

const isHelp = (argument: string) => argument === "--help" || argument === "-h";

/** Only the help is made from it: the commands run by themselves. */
function rootOf(commands: Record<string, Command>, version: string): CommandDef {
  const entries = Object.entries(commands).map(([name, { definition }]) => [name, definition] as const);
  const description = "Learn and prototype distributed machine learning";
  return { meta: { name: "chimera", version, description }, subCommands: Object.fromEntries(entries) };
}

function commandNamed(name: string, commands: Record<string, Command>): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command;
  const names = Object.keys(commands);
  const guess = closest(name, names);
  const cure = guess === undefined ? "see npx chimera --help" : `did you mean npx chimera ${guess}?`;
  throw new UsageError("chimera", `a command (${names.join(", ")})`, quoted(name), cure);
}
