import type { Label, Matrix, Task } from "@chimera/algorithms";
import type { OutOfBagSums } from "./out-of-bag.ts";

/** What the aggregation master asks its workers. Every order is safe to repeat. */
export type AggregationOrder =
  | { type: "describe" }
  | {
      type: "fit";
      fitId: string;
      /** The agreed classes, sorted; `null` for a regressor. */
      classes: Label[] | null;
      /** Each worker seeds its stream by hash(seed, its name). */
      seed: number;
    }
  /** Rows in the order of `columns`, which must be the worker's columns by name. */
  | { type: "predict"; fitId: string; columns: string[]; X: Matrix };

export type AggregationAnswer =
  | LearnerDescription
  | {
      type: "fitted";
      nSamples: number | null;
      /** Left out by a worker that does not score its learner out of the bag. */
      outOfBag?: OutOfBagSums | undefined;
    }
  /** n × 1 predictions of a regressor, or n × K probabilities in the order of the agreed classes. */
  | { type: "predictions"; values: Matrix };

/** What a worker says of itself and its learner before the fit. */
export interface LearnerDescription {
  type: "description";
  task: Task;
  /** Name of its estimator, e.g. `DecisionTreeClassifier`. `null`: unknown (a legacy worker). */
  estimator: string | null;
  /** Feature names, trimmed and in lower case. `null`: unknown (a legacy worker). */
  columns: string[] | null;
  nSamples: number | null;
  /** Sorted labels seen on its shard; `null` for a regressor or a legacy worker. */
  classes: Label[] | null;
  kernel: string;
  /** Whether its rows may hold NaN, for a missing value. Default: no. */
  takesMissing?: boolean;
}
