import { matrix, type Matrix } from "@chimera/algorithms";
import type { Coordinator, CoordinatorEvent, Step, WorkerName } from "../coordinator/coordinator.ts";
import { requireAnswers } from "../coordinator/fleet.ts";
import { answersInOrder, broadcast, isSettled, openPoll, record, type Poll } from "../coordinator/poll.ts";
import type { TrainedEnsemble } from "./fit-coordinator.ts";
import type { AggregationAnswer, AggregationOrder } from "./messages.ts";

export interface EnsemblePrediction {
  /** n × 1 mean predictions of a regressor, n × K mean probabilities of a classifier. */
  values: Matrix;
  /** Whose predictions are in the mean. */
  answered: WorkerName[];
  /** Whose are not, and why. */
  failed: { name: WorkerName; reason: string }[];
}

export type PredictState = { poll: Poll<AggregationAnswer> } | { prediction: EnsemblePrediction };

/**
 * The master of distributed bagging, while it predicts: the plain mean over the K workers that hold a model,
 *
 *     ŷ(x) = 1/K Σ_k f_k(x)
 *
 * summed in the workers' order. A worker that fails is left out, and named in the answer.
 */
export function aggregationPredictCoordinator(
  { task, fitId, members, classes }: TrainedEnsemble,
  columns: string[],
  X: Matrix,
): Coordinator<PredictState, AggregationOrder, AggregationAnswer, EnsemblePrediction> {
  // Workers that do not tell their classes (legacy ones) know two.
  const nColumns = task === "regressor" ? 1 : (classes?.length ?? 2);
  return {
    faultOf: (_, answer) => faultOfPredictions(answer, X.nRows, nColumns),
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
      return { state: { prediction: combine(poll) }, orders: [], facts: [] };
    },
    outcome: (state) => ("prediction" in state ? state.prediction : undefined),
  };
}

function combine(poll: Poll<AggregationAnswer>): EnsemblePrediction {
  const predictions = answersInOrder(poll).flatMap(([name, answer]) =>
    answer.type === "predictions" ? [{ name, values: answer.values }] : [],
  );
  return {
    values: meanOf(predictions.map(({ values }) => values)),
    answered: predictions.map(({ name }) => name),
    failed: [...poll.failures].map(([name, reason]) => ({ name, reason })),
  };
}

function meanOf(matrices: Matrix[]): Matrix {
  const mean = matrix(matrices[0].nRows, matrices[0].nColumns);
  for (const { data } of matrices) for (let i = 0; i < data.length; i++) mean.data[i] += data[i];
  for (let i = 0; i < mean.data.length; i++) mean.data[i] /= matrices.length;
  return mean;
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
