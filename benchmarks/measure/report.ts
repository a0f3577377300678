import type { Comparison } from "./interleave.ts";
import type { Summary } from "./statistics.ts";

/** What a figure should be at most, or at least. */
export type Aim = ({ atMost: number } | { atLeast: number }) & {
  /** E.g. `s`; empty for a ratio. */
  unit: string;
};

/** Prints one benchmark, line by line, in aligned columns. */
export class Report {
  readonly #print: (line: string) => void;
  readonly #labelWidth: number;

  /** @param labelWidth columns for the labels. */
  constructor(title: string, print: (line: string) => void = console.log, labelWidth = 16) {
    this.#print = print;
    this.#labelWidth = labelWidth;
    print(`\n${title}`);
  }

  /** `ours        1.62 ms a round (1.50–1.92)   aim ≤ 2 ms: met` */
  figure(label: string, summary: Summary, unit: string, aim?: Aim): void {
    const { median, min, max } = summary;
    const range = min === max ? "" : ` (${rounded(min)}–${rounded(max)})`;
    this.line(
      label,
      `${rounded(median)} ${unit}`.trimEnd() + range + (aim ? `   ${verdict(median, aim)}` : ""),
    );
  }

  /**
   * Both sides and their ratio.
   *
   * @param what stands before each label, where one report holds several comparisons. @param peer the other side.
   */
  comparison(
    { ours, bare, ratio }: Comparison,
    unit: string,
    aims: { ours?: Aim; ratio?: Aim } = {},
    what = "",
    peer = "bare loop",
  ): void {
    this.figure(`${what}ours`, ours, unit, aims.ours);
    this.figure(`${what}${peer}`, bare, unit);
    this.figure(`${what}ratio`, ratio, "", aims.ratio);
  }

  /** A line without a label. */
  text(line: string): void {
    this.#print(`  ${line}`);
  }

  line(label: string, text: string): void {
    this.#print(`  ${`${label} `.padEnd(this.#labelWidth)}${text}`);
  }
}

function verdict(value: number, aim: Aim): string {
  const [sign, bound] = "atMost" in aim ? ["≤", aim.atMost] : ["≥", aim.atLeast];
  const isMet = "atMost" in aim ? value <= bound : value >= bound;
  return `aim ${sign} ${`${bound} ${aim.unit}`.trimEnd()}: ${isMet ? "met" : "missed"}`;
}

/** Three significant digits, whole numbers above a hundred. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
