import {
  hashSeed,
  kernels,
  sortedClasses,
  type Label,
  type LayerMaker,
  type Matrix,
  type Task,
} from "@chimera/algorithms";
import { inOrder } from "../coordinator/column-order.ts";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { fingerprintOf } from "../coordinator/fingerprint.ts";
import type { StageDescription } from "./messages.ts";

/** A worker of a pipeline, and its copy of the data set. */
export interface StageShard {
  readonly name: WorkerName;
  readonly task: Task;
  readonly columns: readonly string[];
  /** n × d */
  readonly X: Matrix;
  /** n labels or numbers. */
  readonly y: ArrayLike<Label>;
  /** n weights ≥ 0 of the rows in the loss. Default: all 1. */
  readonly sampleWeight?: Float64Array;
  /** Users' own types of layers. */
  readonly layerTypes?: Readonly<Record<string, LayerMaker>>;
}

/** Before a training. */
export function describeShard({ name, task, columns, X, y }: StageShard): StageDescription {
  return {
    type: "description",
    name,
    task,
    columns: [...columns],
    nSamples: X.nRows,
    classes: task === "classifier" ? sortedClasses(y) : null,
    fingerprint: dataFingerprint(columns, X, y),
    kernel: kernels().name,
  };
}

/** Columns are matched by name, so their order in the file does not count. */
function dataFingerprint(columns: readonly string[], X: Matrix, y: ArrayLike<Label>): string {
  const byName = [...columns].map((name, j) => ({ name, j })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const sorted = inOrder(
    X,
    byName.map(({ j }) => j),
  );
  const names = byName.map(({ name }) => name);
  return hashSeed(fingerprintOf(sorted.data), ...names, ...Array.from(y)).toString(16);
}
