import type { Label } from "@chimera/algorithms";
import { formatPredictions } from "@chimera/dataset";
import {
  CSV_TYPE,
  encodePrediction,
  encodePredictionJson,
  JSON_TYPE,
  TENSORS_TYPE,
  type PredictionMessage,
} from "@chimera/protocol";
import type { WireAnswer } from "../http/node-app.ts";
import type { Prediction } from "./prediction.ts";

/** The forms of predictions; the first is answered when a client does not say. */
export const PREDICTION_TYPES = [JSON_TYPE, TENSORS_TYPE, CSV_TYPE];

/** Names the workers whose part is missing, where the body has no place for them: percent-encoded, commas between. */
const MISSING_WORKERS = "chimera-missing-workers";

/** Predictions in the form that was asked for: a media type of `PREDICTION_TYPES`. */
export function writePrediction(prediction: Prediction, answerType: string): WireAnswer {
  const message = messageOf(prediction);
  if (answerType === TENSORS_TYPE) return encodePrediction(message);
  if (answerType !== CSV_TYPE) return encodePredictionJson(message);
  const names = message.workers?.map(({ name }) => encodeURIComponent(name));
  return {
    contentType: `${CSV_TYPE}; charset=utf-8`,
    body: formatPredictions(message),
    ...(names && { headers: { [MISSING_WORKERS]: names.join(", ") } }),
  };
}

function messageOf({ values, classes, probabilities, failed }: Prediction): PredictionMessage {
  const workers = failed.map(({ name, reason }) => ({
    name,
    state: "failed" as const,
    failure: { order: "predict", round: 0, reason },
  }));
  const missing = workers.length > 0 && { workers };
  if (classes === null) return { values: Float64Array.from(values as number[]), classes, ...missing };
  return {
    codes: codesOf(values, classes),
    classes,
    ...(probabilities && { probabilities: probabilities.matrix }),
    ...missing,
  };
}

/** Where each label stands among the classes. A loop: `Int32Array.from` takes four times as long. */
function codesOf(labels: readonly Label[], classes: readonly Label[]): Int32Array {
  const codeOf = new Map(classes.map((label, k) => [label, k]));
  const codes = new Int32Array(labels.length);
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf.get(labels[i])!;
  return codes;
}
