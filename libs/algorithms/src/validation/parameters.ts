import { ParameterError } from "../errors.ts";

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
