import { ParameterError } from "../errors.ts";
import { meantOption } from "./meant-option.ts";

/** @throws ParameterError unless `value` is an integer ≥ `minimum`. */
export function checkIntegerAtLeast(minimum: number, parameter: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new ParameterError(parameter, `be an integer ≥ ${minimum}`, value);
  }
}

/** @throws ParameterError unless `value` is a finite number > 0. */
export function checkPositive(parameter: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) {
    throw new ParameterError(parameter, "be a finite number > 0", value);
  }
}

/** @throws ParameterError unless `value` is a finite number ≥ 0. */
export function checkNonNegative(parameter: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) {
    throw new ParameterError(parameter, "be a finite number ≥ 0", value);
  }
}

/** @throws ParameterError unless `value` is `null`, for no limit, or an integer ≥ `minimum`. */
export function checkLimit(minimum: number, parameter: string, value: number | null): void {
  if (value === null || (Number.isSafeInteger(value) && value >= minimum)) return;
  throw new ParameterError(parameter, `be null (unlimited) or an integer ≥ ${minimum}`, value);
}

/**
 * The entry of a table that is chosen by name.
 *
 * @throws ParameterError that lists the names when there is no such entry.
 */
export function chooseByName<Table extends object>(
  table: Table,
  parameter: string,
  name: keyof Table & string,
): Table[keyof Table & string] {
  if (!Object.hasOwn(table, name)) {
    throw new ParameterError(parameter, `be one of ${Object.keys(table).join(", ")}`, name);
  }
  return table[name];
}

/** @throws ParameterError that lists the names unless `value` is one of them. */
export function checkOneOf<Name extends string>(
  names: readonly Name[],
  parameter: string,
  value: Name,
): void {
  if (!names.includes(value)) throw new ParameterError(parameter, `be one of ${names.join(", ")}`, value);
}

/**
 * Refuses what is no object of options, and names that no option has: a misspelt one would silently leave its default.
 *
 * @param known an object with every option's name.
 * @throws ParameterError that lists the options, and names the one that is likely to be meant.
 */
export function checkOptions(known: object, options: unknown): void {
  const names = Object.keys(known);
  if (typeof options !== "object" || options === null) {
    throw new ParameterError("options", `be an object with any of ${names.join(", ")}`, options);
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = meantOption(name, names);
    const detail = meant === undefined ? undefined : `did you mean ${meant}?`;
    throw new ParameterError("option", `be one of ${names.join(", ")}`, name, detail);
  }
}

/** @throws ParameterError unless `value` is a number from `low` to `high`, ends included. */
export function checkBetween(low: number, high: number, parameter: string, value: number): void {
  if (typeof value === "number" && value >= low && value <= high) return;
  throw new ParameterError(parameter, `be a number from ${low} to ${high}`, value);
}

/** @throws ParameterError unless `value` is true or false. */
export function checkBoolean(parameter: string, value: boolean): void {
  if (typeof value !== "boolean") throw new ParameterError(parameter, "be true or false", value);
}

/** @throws ParameterError unless `seed` is a finite number. */
export function checkSeed(seed: number): void {
  if (!Number.isFinite(seed)) throw new ParameterError("seed", "be a finite number", seed);
}

/** @throws ParameterError unless `value` is a number above 0 and below 1. */
export function checkOpenUnit(parameter: string, value: number): void {
  if (typeof value === "number" && value > 0 && value < 1) return;
  throw new ParameterError(parameter, "be a number above 0 and below 1", value);
}
