import { closest } from "@chimera/algorithms";
import { parseArgs } from "node:util";
import type { ArgDef, ArgsDef } from "citty";
import { quoted, UsageError } from "./usage-error.ts";

/**
 * Refuses what citty would pass over in silence: unknown options, options without their value, flags with one,
 * values outside of a choice, repeated options, and more positional arguments than the command has; then what is required and missing.
 *
 * @throws UsageError
 */
export function checkArguments(rawArgs: readonly string[], definitions: ArgsDef): void {
  const names = Object.keys(definitions);
  const options = names.filter((name) => definitions[name]!.type !== "positional");
  const positionals = names.filter((name) => definitions[name]!.type === "positional");
  const typeOf = (name: string) => (definitions[name]?.type === "boolean" ? "boolean" : "string");
  const { tokens } = parseArgs({
    args: [...rawArgs],
    options: Object.fromEntries(options.map((name) => [name, { type: typeOf(name) }] as const)),
    strict: false,
    tokens: true,
  });

  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    if (!options.includes(name) || !rawName.startsWith("--")) refuseUnknown(rawName, options);
    if (seen.has(name)) refuseRepeated(rawName);
    seen.add(name);
    if (typeOf(name) === "boolean") refuseValueOfFlag(rawName, value);
    else {
      refuseMissingValue(rawName, value, inlineValue === true);
      refuseUnknownChoice(rawName, value!, definitions[name]!);
    }
  }
  // After the options: behind an unknown one, its value looks like an argument of its own.
  refuseSurplus(
    tokens.filter((token) => token.kind === "positional").map((token) => token.value),
    positionals,
  );
  const missing = options.find((name) => definitions[name]!.required === true && !seen.has(name));
  if (missing !== undefined) refuseMissing(missing, definitions);
}

function refuseSurplus(given: readonly string[], positionals: readonly string[]): void {
  if (given.length <= positionals.length) return;
  const expected =
    positionals.length === 0 ? "none" : `at most ${positionals.length} (${positionals.join(", ")})`;
  throw new UsageError(
    "arguments",
    expected,
    quoted(given[positionals.length]),
    "leave it out, or see --help",
  );
}

function refuseUnknown(rawName: string, options: readonly string[]): never {
  const guess = closest(rawName.replace(/^-+/, ""), options);
  const known = options.length === 0 ? "none" : `one of ${options.map((name) => `--${name}`).join(", ")}`;
  throw new UsageError("options", known, rawName, guess ? `did you mean --${guess}?` : "see --help");
}

function refuseRepeated(rawName: string): never {
  throw new UsageError(rawName, "it at most once", "it again", "keep the one that you mean");
}

function refuseValueOfFlag(rawName: string, value: string | undefined): void {
  if (value === undefined) return;
  throw new UsageError(rawName, "no value", quoted(value), `write ${rawName} alone, or leave it out`);
}

function refuseMissingValue(rawName: string, value: string | undefined, inline: boolean): void {
  const looksLikeOption = !inline && value !== undefined && /^--./.test(value);
  if (value !== undefined && value !== "" && !looksLikeOption) return;
  throw new UsageError(rawName, "a value after it", quoted(value), `write ${rawName} VALUE`);
}

function refuseUnknownChoice(rawName: string, value: string, definition: ArgDef): void {
  const choices = definition.type === "enum" ? (definition.options ?? []) : [];
  if (choices.length === 0 || choices.includes(value)) return;
  const cure = `write ${rawName} ${closest(value, choices) ?? choices[0]}`;
  throw new UsageError(rawName, choices.join(" or "), quoted(value), cure);
}

function refuseMissing(name: string, definitions: ArgsDef): never {
  const { description = "a value", valueHint = "VALUE" } = definitions[name]!;
  const expected = description.charAt(0).toLowerCase() + description.slice(1);
  throw new UsageError(`--${name}`, expected, "nothing", `add --${name} ${valueHint}`);
}
