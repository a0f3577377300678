import { KERNEL, matrix } from "@chimera/algorithms";
import {
  decodeFitRequest,
  jsonBody,
  openApiDocument,
  PATHS,
  type MatrixPrediction,
  type MissingWorker,
} from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { answerAt, createNodeApp, type NodeApp } from "../http/node-app.ts";
import { VERSION } from "../http/version.ts";
import { readRows } from "../predict/read-rows.ts";
import { predictionForm, writePrediction } from "../predict/write-prediction.ts";
import type { MasterKind, MasterService, Prediction } from "./service.ts";

/** Paths of each algorithm's `fit` and `predict`. */
const PATHS_OF: Record<MasterKind, { fit: string; predict: string }> = {
  "parameter-server-master": PATHS.parameterServer,
  "aggregation-master": PATHS.aggregation,
};

export interface MasterAppOptions {
  service: MasterService;
  logs: NodeLogs;
  maxBodyMegabytes: number;
  /** Prints a line for whoever watches the master. Default: nothing is printed. */
  say?: (line: string) => void;
}

/** A master over HTTP: fit, predict, and a description of both. */
export function masterApp({
  service,
  logs,
  maxBodyMegabytes,
  say = () => undefined,
}: MasterAppOptions): NodeApp {
  const kind = service.nodeKind;
  const paths = PATHS_OF[kind];
  const app = createNodeApp({ node: "master", kind, kernel: KERNEL, logs, maxBodyMegabytes });
  const document = openApiDocument({ kind, version: VERSION, title: `Chimera ${kind}` });
  app.get(PATHS.openapi, (c) => c.json(document));
  answerAt(app, "POST", paths.fit, async (received) => {
    const request = decodeFitRequest(received);
    say("A client asked for a fit.");
    const answer = await service.fit(request);
    say(`Fit ${answer.fit}: ${answer.iterations} rounds in ${answer.durationSeconds.toFixed(2)} s.`);
    return jsonBody(answer);
  });
  answerAt(app, "POST", paths.predict, async (received) => {
    const form = predictionForm(received.accept);
    const expected = { columns: service.expectedColumns(), takesMissing: service.takesMissing?.() ?? false };
    const { X, nRows, nColumns, columns } = readRows(received, expected);
    const prediction = await service.predict(columns, matrix(nRows, nColumns, X));
    return writePrediction(messageOf(prediction), form);
  });
  return app;
}

/** A prediction as it travels. */
function messageOf({ values, classes, probabilities, failed }: Prediction): MatrixPrediction {
  const workers = failed.length === 0 ? {} : { workers: failed.map(asReport) };
  if (probabilities) {
    return {
      kind: "probabilities",
      probabilities: probabilities.matrix,
      classes: probabilities.classes,
      ...workers,
    };
  }
  if (!classes) return { kind: "numbers", values: Float64Array.from(values as number[]), ...workers };
  const codeOf = new Map(classes.map((name, code) => [name, code]));
  const codes = Int32Array.from(values, (name) => codeOf.get(name)!);
  return { kind: "labels", codes, classes, ...workers };
}

function asReport({ name, reason }: Prediction["failed"][number]): MissingWorker {
  return { name, state: "failed", failure: { order: "predict", round: 0, reason } };
}
