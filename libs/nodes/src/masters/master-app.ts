import { kernels, matrix } from "@chimera/algorithms";
import { decodeFitRequest, jsonBody, openApiDocument, PATHS, TENSORS_TYPE } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { answerAt, createNodeApp, type NodeApp } from "../http/node-app.ts";
import { VERSION } from "../http/version.ts";
import { readRows } from "../predict/read-rows.ts";
import { PREDICTION_TYPES, writePrediction } from "../predict/write-prediction.ts";
import type { MasterKind, MasterService } from "./service.ts";

/** Paths of each algorithm's `fit` and `predict`. */
const PATHS_OF: Record<MasterKind, { fit: string; predict: string }> = {
  "parameter-server-master": PATHS.parameterServer,
  "aggregation-master": PATHS.aggregation,
  "pipeline-master": PATHS.pipeline,
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
  const app = createNodeApp({ node: "master", kind, kernel: kernels().name, logs, maxBodyMegabytes });
  const document = openApiDocument({ kind, version: VERSION, title: `Chimera ${kind}` });
  app.get(PATHS.openapi, (c) => c.json(document));
  answerAt(app, "POST", paths.fit, async (received) => {
    const request = decodeFitRequest(received);
    say("A client asked for a fit.");
    const answer = await service.fit(request).catch((error: unknown) => {
      say(`Fit failed: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    });
    say(`Fit ${answer.fit}: ${answer.iterations} rounds in ${answer.durationSeconds.toFixed(2)} s.`);
    return jsonBody(answer);
  });
  answerAt(
    app,
    "POST",
    paths.predict,
    async (received) => {
      const wanted = {
        columns: service.expectedColumns(),
        takesMissing: service.takesMissing?.() ?? false,
      };
      const { X, nRows, nColumns, columns } = readRows(received, wanted);
      const prediction = await service.predict(columns, matrix(nRows, nColumns, X));
      return writePrediction(prediction, received.answerType);
    },
    PREDICTION_TYPES,
  );
  if (service.network) answerAt(app, "GET", PATHS.pipeline.network, () => service.network!(), [TENSORS_TYPE]);
  return app;
}
