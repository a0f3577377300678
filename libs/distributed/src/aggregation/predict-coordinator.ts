import type { Matrix } from "@chimera/algorithms";
import type { Coordinator, CoordinatorEvent, Step, WorkerName } from "../coordinator/coordinator.ts";
import { requireAnswers } from "../coordinator/fleet.ts";
import { answersInOrder, broadcast, isSettled, openPoll, record, type Poll } from "../coordinator/poll.ts";
import { combine } from "./combine.ts";
import type { TrainedEnsemble } from "./fit-coordinator.ts";
import type { AggregationAnswer, AggregationOrder } from "./messages.ts";

export interface EnsemblePrediction {
  /** n × 1 mean predictions of a regressor; n × C mean probabilities, or shares of the votes, of a classifier. */
  values: Matrix;
  /** Whose predictions are in it. */
  answered: WorkerName[];
  /** Whose are not, and why. */
  failed: { name: WorkerName; reason: string }[];
}

export type PredictState = { poll: Poll<AggregationAnswer> } | { prediction: EnsemblePrediction };

/**
 * The master of distributed bagging, while it predicts: the mean or the votes of the workers that hold a model, in the
 * workers' order (`combine`). A worker that fails is left out, its weight too, and it is named in the answer.
 */
export function aggregationPredictCoordinator(
  { task, fitId, members, classes, voting, weights }: TrainedEnsemble,
  columns: string[],
  X: Matrix,
): Coordinator<PredictState, AggregationOrder, AggregationAnswer, EnsemblePrediction> {
  // Workers that do not tell their classes (legacy ones) know two.
  const nColumns = task === "regressor" ? 1 : (classes?.length ?? 2);

  function predictionOf(poll: Poll<AggregationAnswer>): EnsemblePrediction {
    const predictions = answersInOrder(poll).flatMap(([name, answer]) =>
      answer.type === "predictions" ? [{ name, values: answer.values }] : [],
    );
    return {
      values: combine(
        predictions.map(({ values }) => values),
        predictions.map(({ name }) => weights.get(name) as number),
        voting,
      ),
      answered: predictions.map(({ name }) => name),
      failed: [...poll.failures].map(([name, reason]) => ({ name, reason })),
    };
  }

  return {
    faultOf: (_, answer) =>
      faultOfPredictions(answer, X.nRows, nColumns) ??
      (task === "classifier" ? faultOfProbabilities(answer) : undefined),
    start: () => ({
      state: { poll: openPoll(members) },
      orders: broadcast(members, { type: "predict", fitId, columns, X }),
      facts: [],
    }),
    next(state, event: CoordinatorEvent<AggregationAnswer>): Step<PredictState, AggregationOrder> {
      if ("prediction" in state) return { state, orders: [], facts: [] };
      const poll = record(state.poll, event);
      if (!isSettled(poll)) return { state: { poll }, orders: [], facts: [] };
      requireAnswers(poll, "predict");
      return { state: { prediction: predictionOf(poll) }, orders: [], facts: [] };
    },
    outcome: (state) => ("prediction" in state ? state.prediction : undefined),
  };
}

function faultOfPredictions(answer: AggregationAnswer, nRows: number, nColumns: number): string | undefined {
  if (answer.type !== "predictions") return `Expected predictions, got ${answer.type}.`;
  const { values } = answer;
  if (values.nRows !== nRows || values.nColumns !== nColumns) {
    return `Expected ${nRows} × ${nColumns} predictions, got ${values.nRows} × ${values.nColumns}.`;
  }
  const i = values.data.findIndex((value) => !Number.isFinite(value));
  return i === -1
    ? undefined
    : `Prediction ${Math.floor(i / nColumns)} is no finite number, but ${values.data[i]}.`;
}

/** A mean with numbers that are no probabilities would be none either; but their sums may be off by rounding. */
function faultOfProbabilities(answer: AggregationAnswer): string | undefined {
  if (answer.type !== "predictions") return undefined;
  const { data, nRows, nColumns: C } = answer.values;
  for (let i = 0; i < nRows; i++) {
    let [sum, least] = [0, 0];
    for (let at = i * C; at < (i + 1) * C; at++) {
      sum += data[at];
      if (data[at] < least) least = data[at];
    }
    if (least < -MOST_ROUNDING || Math.abs(sum - 1) > MOST_ROUNDING) {
      const row = Array.from(data.subarray(i * C, i * C + Math.min(C, 10))).join(", ");
      return `Expected ${C} probabilities ≥ 0 with the sum 1 in row ${i}, got ${row}${C > 10 ? ", …" : ""}.`;
    }
  }
  return undefined;
}

const MOST_ROUNDING = 1e-6;
