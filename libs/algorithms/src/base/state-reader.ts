import { DataError } from "../errors.ts";
import type { Label, PlainData } from "../estimator.ts";

/**
 * Reads what `toState` of an estimator wrote. A state may come from a file or from another machine, so every part is
 * checked before it is used: a wrong one is refused by name.
 */
export class StateReader {
  private readonly owner: string;
  private readonly data: PlainData;
  private readonly path: string;

  /** @param owner the estimator's class name. @param path where `state` is inside the owner's state, e.g. `tree.`. */
  constructor(owner: string, state: unknown, path = "") {
    this.owner = owner;
    this.path = path;
    if (typeof state !== "object" || state === null || Array.isArray(state)) {
      this.refuse("an object", state);
    }
    this.data = state as PlainData;
    // A state of another class may have all that is looked for, and mean something else.
    if (path === "" && this.data.name !== undefined && this.data.name !== owner) {
      this.refuse(`the name ${owner}`, this.data.name);
    }
  }

  /** The estimator's parameters, as `getParams` gave them. `fit` checks them when they are used. */
  parameters(): object {
    return this.object("parameters").data;
  }

  /** The part under `key`. */
  object(key: string): StateReader {
    return new StateReader(this.owner, this.data[key], `${this.path}${key}.`);
  }

  /** The parts of a list of objects. */
  objects(key: string): StateReader[] {
    return this.list(key).map((item, i) => new StateReader(this.owner, item, `${this.path}${key}[${i}].`));
  }

  /** The data themselves: for the `fromState` of a part. */
  plain(): PlainData {
    return this.data;
  }

  number(key: string): number {
    const value = this.data[key];
    return typeof value === "number" && Number.isFinite(value)
      ? value
      : this.refuse(`a number at ${key}`, value);
  }

  /** An integer ≥ 0. */
  count(key: string): number {
    const value = this.number(key);
    return Number.isSafeInteger(value) && value >= 0 ? value : this.refuse(`an integer ≥ 0 at ${key}`, value);
  }

  text(key: string): string {
    const value = this.data[key];
    return typeof value === "string" ? value : this.refuse(`a text at ${key}`, value);
  }

  /** At least one class. */
  classes(key = "classes"): Label[] {
    const list = this.list(key);
    const isLabel = (item: unknown) => typeof item === "string" || typeof item === "number";
    return list.length > 0 && list.every(isLabel)
      ? (list as Label[])
      : this.refuse(`classes at ${key}`, list);
  }

  /** Finite numbers. @param length how many there must be. */
  float64(key: string, length?: number): Float64Array {
    return Float64Array.from(this.numbers(key, length));
  }

  /** Finite numbers ≥ 0: counts, or sums of weights or squares. @param length how many there must be. */
  nonNegative(key: string, length?: number): Float64Array {
    const values = this.float64(key, length);
    return values.every((value) => value >= 0)
      ? values
      : this.refuse(`numbers ≥ 0 at ${key}`, Array.from(values));
  }

  /** Integers of 32 bits. @param length how many there must be. */
  int32(key: string, length?: number): Int32Array {
    const list = this.numbers(key, length);
    return list.every((value) => (value | 0) === value)
      ? Int32Array.from(list)
      : this.refuse(`integers at ${key}`, list);
  }

  /** @throws DataError with the expectation and what came. */
  refuse(expected: string, got: unknown): never {
    const shown = JSON.stringify(got) ?? "nothing";
    throw new DataError({
      expected: `${expected} in the state${this.path && ` (${this.path.slice(0, -1)})`} of a ${this.owner}`,
      got: shown.length > 80 ? `${shown.slice(0, 77)}...` : shown,
      remedy: "Give what toState() returned, unchanged.",
    });
  }

  private numbers(key: string, length?: number): number[] {
    const list = this.list(key);
    if (!list.every(Number.isFinite)) this.refuse(`a list of numbers at ${key}`, list);
    if (length !== undefined && list.length !== length)
      this.refuse(`${length} numbers at ${key}`, list.length);
    return list as number[];
  }

  private list(key: string): unknown[] {
    const list = this.data[key];
    return Array.isArray(list) ? (list as unknown[]) : this.refuse(`a list at ${key}`, list);
  }
}
