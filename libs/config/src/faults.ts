/** Which source set a variable; each overrides the ones before it. */
export type Source = "default" | ".env" | "environment" | "option";

/** One thing that is wrong with the configuration. */
export interface Fault {
  /** The variable at fault. */
  readonly variable: string;
  /** The value it has, as text. */
  readonly got: string;
  /** What a value must be, and where known what is wrong with this one. */
  readonly rule: string;
  /** What to do. */
  readonly cure: string;
  /** Who set the value; left out where nobody did. */
  readonly source?: Source;
  /** Index into `got` of the character at which reading it failed, for text that is no JSON. */
  readonly at?: number;
}

/** The configuration cannot be used. Its message lists every fault at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    super(`The configuration has ${count}; nothing was started.\n\n${faults.map(describe).join("\n\n")}\n`);
    this.faults = faults;
  }
}

const LONGEST_SHOWN = 200;
const LABEL = "    got:   ";

function describe(fault: Fault): string {
  const lines = [`  ${fault.variable}${origin(fault.source)}`, `${LABEL}${shown(fault.got)}`];
  if (hasCaret(fault)) lines.push(`${" ".repeat(LABEL.length + fault.at!)}^`);
  return [...lines, `    rule:  ${fault.rule}`, `    cure:  ${fault.cure}`].join("\n");
}

function origin(source: Source | undefined): string {
  if (source === undefined || source === "default") return "";
  return source === "option"
    ? " (given in the program)"
    : ` (from ${source === ".env" ? source : `the ${source}`})`;
}

/** The caret only helps under text that stands there as it is. */
function hasCaret({ got, at }: Fault): boolean {
  return at !== undefined && shown(got) === got;
}

/** A value on one line: control characters escaped, long text cut. */
function shown(text: string): string {
  const line = /\p{Cc}/u.test(text) || text === "" ? JSON.stringify(text) : text;
  return line.length <= LONGEST_SHOWN ? line : `${line.slice(0, LONGEST_SHOWN)}… (${text.length} characters)`;
}
