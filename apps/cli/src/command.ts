import { defineCommand, renderUsage, runCommand } from "citty";
import type { ArgsDef, CommandDef, ParsedArgs, SubCommandsDef } from "citty";
import { stripVTControlCharacters } from "node:util";
import { checkArguments } from "./arguments/check-arguments.ts";

/** What a command says of itself. */
export interface CommandText<Args extends ArgsDef> {
  name: string;
  /** What it does, in one line of the help. */
  description: string;
  /** Arguments of a typical call, shown after `npx chimera <name>`. */
  example: string;
  args: Args;
}

/** One command of the command line, with the types of its own arguments hidden inside. */
export interface Command {
  /** For the help of the whole. */
  definition: SubCommandsDef[string];
  help(parent: Pick<CommandDef, "meta">): Promise<string>;
  /** @throws UsageError when an argument cannot be used, and whatever the command throws */
  run(rawArgs: string[]): Promise<void>;
}

/** A command from its text and what it does with its parsed arguments. */
export function command<const Args extends ArgsDef>(
  { name, description, example, args }: CommandText<Args>,
  run: (args: ParsedArgs<Args>) => void | Promise<void>,
): Command {
  const definition = defineCommand({ meta: { name, description }, args, run: ({ args }) => run(args) });
  return {
    definition,
    async help({ meta }) {
      const usage = await renderUsage(definition, { meta });
      return `${plain(usage)}\nEXAMPLE npx chimera ${`${name} ${example}`.trim()}`;
    },
    async run(rawArgs) {
      checkArguments(rawArgs, args);
      await runCommand(definition, { rawArgs });
    },
  };
}

/** citty colours its help even where it goes to a file. */
export const plain = stripVTControlCharacters;
