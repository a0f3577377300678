import { UsageError, quoted } from "./usage-error.ts";

/** An integer within [min, max]. @throws UsageError */
export function integerArgument(what: string, text: string, [min, max]: readonly [number, number]): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    what,
    `an integer from ${min} to ${max}`,
    quoted(text),
    `give for example ${what} ${min}`,
  );
}

/** A share of the rows, 0 ≤ share < 1. @throws UsageError */
export function fractionArgument(what: string, text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (value >= 0 && value < 1) return value;
  throw new UsageError(
    what,
    "a share of the rows, 0 or more and below 1",
    quoted(text),
    `give for example ${what} 0.2`,
  );
}

/** An http or https address; the result has no slash at its end. @throws UsageError */
export function urlArgument(what: string, text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text.replace(/\/+$/, "");
  throw new UsageError(
    what,
    "an http address of a master",
    quoted(text),
    `give for example ${what} http://127.0.0.1:8080`,
  );
}
