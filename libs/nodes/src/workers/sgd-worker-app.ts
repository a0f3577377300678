import {
  localEpochStep,
  parameterServerParticipant,
  type ParameterServerOrder,
  type Shard,
} from "@chimera/distributed";
import {
  decodeFitStepRequest,
  decodeParameterServerOrder,
  encodeFitStepAnswer,
  encodeParameterServerAnswer,
  jsonBody,
  PARAMETER_SERVER_ORDER_PATHS,
  PATHS,
  TENSORS_TYPE,
  type DataSample,
} from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { kernels, rowOf } from "@chimera/algorithms";
import { answerAt, createNodeApp, type NodeApp } from "../http/node-app.ts";

export interface SGDWorkerAppOptions {
  shard: Shard;
  /** Name of the target column, for `request-data-sample`. */
  targetColumn: string;
  logs: NodeLogs;
  maxBodyMegabytes: number;
}

/** A worker of the parameter server: our orders, and the two calls of chimera 0.1. */
export function sgdWorkerApp({ shard, targetColumn, logs, maxBodyMegabytes }: SGDWorkerAppOptions): NodeApp {
  const app = createNodeApp({
    node: shard.name,
    kind: "sgd-worker",
    kernel: kernels().name,
    logs,
    maxBodyMegabytes,
  });
  const participant = parameterServerParticipant(shard);
  let kept = new Float64Array(0);
  // An order is answered before the next one is read.
  const memory = (length: number): Float64Array =>
    kept.length === length ? kept : (kept = new Float64Array(length));
  for (const [type, path] of Object.entries(PARAMETER_SERVER_ORDER_PATHS)) {
    answerAt(app, "POST", path, (received) => {
      const { order, dtype } = decodeParameterServerOrder(
        type as ParameterServerOrder["type"],
        received,
        memory,
      );
      if (order.type === "prepare") logs.status.info({ fitId: order.fitId }, "A fit starts.");
      const answer = participant.answer(order);
      if (answer.type !== "description") return encodeParameterServerAnswer(answer, dtype);
      return encodeParameterServerAnswer({ ...answer, accepts: [TENSORS_TYPE] });
    });
  }
  answerAt(app, "GET", PATHS.sgd.requestDataSample, () => jsonBody(dataSample(shard, targetColumn)));
  const step = localEpochStep(shard);
  answerAt(app, "POST", PATHS.sgd.fitStep, (received) => {
    const { weights, bias } = decodeFitStepRequest(received);
    const update = step(weights, bias);
    return encodeFitStepAnswer({ weights_gradients: update.weights, bias_gradient: update.bias });
  });
  return app;
}

/** One row of every class, or a regressor's first two rows: a master learns the columns and the labels from them. */
function dataSample({ source, columns, features, y }: Shard, targetColumn: string): DataSample {
  const labels = Array.from(y);
  const all = labels.map((_, i) => i);
  const rows =
    source.task === "classifier" ? all.filter((i) => labels.indexOf(labels[i]) === i) : all.slice(0, 2);
  const X = features.raw();
  return {
    X_train_sample_columns: [...columns],
    X_train_sample_rows: rows.map((i) => Array.from(rowOf(X, i))),
    y_train_sample_columns: [targetColumn],
    y_train_sample_rows: rows.map((i) => [labels[i]]),
  };
}
