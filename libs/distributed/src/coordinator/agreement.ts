import { unionOfClasses, type Label, type Task } from "@chimera/algorithms";
import { without } from "./column-order.ts";
import type { WorkerName } from "./coordinator.ts";
import { CoordinationError } from "./errors.ts";

/** The part of a worker's description that everybody has to agree on. */
export interface Described {
  task: Task;
  columns: readonly string[] | null;
  classes: readonly Label[] | null;
}

type Descriptions<D extends Described> = readonly (readonly [WorkerName, D])[];

/** What is wrong with a description on its own, before it is compared with others; `undefined` when nothing is. */
export function faultOfDescription(
  { task, columns, classes }: Described,
  knowsClasses: boolean,
): string | undefined {
  if (columns !== null && columns.length === 0)
    return "It describes itself without a column: a shard needs features.";
  if (columns !== null && new Set(columns).size < columns.length) {
    return `It names a column twice ([${columns.join(", ")}]): columns are matched by name.`;
  }
  if (task === "classifier" && knowsClasses && classes === null)
    return "It is a classifier, but tells no classes.";
  return undefined;
}

/** @throws CoordinationError that names the first worker whose value differs from the master's. */
export function requireSame<D extends Described>(
  descriptions: Descriptions<D>,
  what: string,
  expected: string,
  of: (description: D) => string | null,
): void {
  for (const [worker, description] of descriptions) {
    const got = of(description);
    if (got !== null && got !== expected) {
      throw new CoordinationError(
        "disagreement",
        `${worker} has the ${what} ${got}, the master ${expected}: give both the same ${what}.`,
      );
    }
  }
}

/**
 * Columns are matched by name; the first worker that names its columns fixes their order.
 *
 * @throws CoordinationError that names the worker, and what it lacks or has too many.
 */
export function agreeOnColumns<D extends Described>(descriptions: Descriptions<D>): string[] | null {
  const first = descriptions.find(([, { columns }]) => columns !== null);
  if (!first) return null;
  const [reference, { columns: agreed }] = first;
  for (const [worker, { columns }] of descriptions) {
    if (columns === null) continue;
    const missing = without(agreed!, columns);
    const extra = without(columns, agreed!);
    if (missing.length + extra.length > 0) {
      throw new CoordinationError(
        "disagreement",
        `The columns of ${worker} do not match those of ${reference}: ` +
          `missing [${missing.join(", ")}], unexpected [${extra.join(", ")}]. Give every worker the same columns.`,
      );
    }
  }
  return [...agreed!];
}

/**
 * The union of the classes over the shards, so that a shard without one of them still has a place for it.
 *
 * @throws CoordinationError when fewer than two classes exist.
 */
export function agreeOnClasses<D extends Described>(
  task: Task,
  descriptions: Descriptions<D>,
): Label[] | null {
  if (task === "regressor") return null;
  const known = descriptions.flatMap(([, { classes }]) => (classes === null ? [] : [[...classes]]));
  if (known.length === 0) return null;
  const classes = unionOfClasses(known);
  if (classes.length < 2) {
    throw new CoordinationError(
      "disagreement",
      `A classifier needs at least two classes, all shards together hold ${classes.length} ` +
        `(${classes.join(", ")}): check the target column.`,
    );
  }
  return classes;
}
