import { kernels, matrix } from "@chimera/algorithms";
import {
  aggregationParticipant,
  ParticipantError,
  type AggregationOrder,
  type LearnerShard,
} from "@chimera/distributed";
import { decodeModelFit, decodeModelPredict, encodeAggregationAnswer, PATHS } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import {
  answerAt,
  createNodeApp,
  type Handler,
  type NodeApp,
  type Received,
  type WireAnswer,
} from "../http/node-app.ts";
import { predictionOf } from "../predict/prediction.ts";
import { readRows } from "../predict/read-rows.ts";
import { PREDICTION_TYPES, writePrediction } from "../predict/write-prediction.ts";
import { addMergeRoutes } from "./merge-routes.ts";

export interface ModelWorkerAppOptions {
  shard: LearnerShard;
  logs: NodeLogs;
  maxBodyMegabytes: number;
}

/** A bare `fit` of a client or of a master of chimera 0.1: this worker's own classes, the first seed. */
const BARE_FIT = { type: "fit", fitId: "bare", classes: null, seed: 0 } as const;

/** A worker with a learner of its own: orders of bagging and of merging, and the calls of chimera 0.1. */
export function modelWorkerApp({ shard, logs, maxBodyMegabytes }: ModelWorkerAppOptions): NodeApp {
  const app = createNodeApp({
    node: shard.name,
    kind: "model-worker",
    kernel: kernels().name,
    logs,
    maxBodyMegabytes,
  });
  const participant = aggregationParticipant(shard);
  let fitId: string | undefined;

  answerAt(app, "POST", PATHS.model.describe, () =>
    encodeAggregationAnswer(participant.answer({ type: "describe" })),
  );
  answerAt(app, "POST", PATHS.model.fit, (received) => {
    const order = decodeModelFit(received) ?? BARE_FIT;
    const answer = participant.answer(order as AggregationOrder);
    fitId = order.fitId;
    logs.status.info({ fitId }, `Fitted ${shard.estimator.name} on ${shard.X.nRows} rows.`);
    return encodeAggregationAnswer(answer);
  });
  const predict: Handler = (received) => {
    const order = decodeModelPredict(received);
    return order ? encodeAggregationAnswer(participant.answer(order)) : predictRows(received);
  };
  answerAt(app, "POST", PATHS.model.predict, predict, PREDICTION_TYPES);

  addMergeRoutes(app, shard, logs);

  /** Of a client, or of a master of chimera 0.1. */
  function predictRows(received: Received): WireAnswer {
    if (fitId === undefined) {
      throw new ParticipantError(
        "conflict",
        `${shard.name} holds no fitted model yet: POST to ${PATHS.model.fit} first.`,
      );
    }
    const { estimator } = shard;
    const wanted = { columns: shard.columns, takesMissing: estimator.takesMissing ?? false };
    const { X, nRows, nColumns, columns } = readRows(received, wanted);
    const order = { type: "predict", fitId, columns, X: matrix(nRows, nColumns, X) } as const;
    const answer = participant.answer(order);
    if (answer.type !== "predictions") throw new Error(`A predict order was answered with ${answer.type}.`);
    const classes = estimator.task === "classifier" ? [...estimator.classes] : null;
    return writePrediction(predictionOf(answer.values, classes), received.answerType);
  }
  return app;
}
