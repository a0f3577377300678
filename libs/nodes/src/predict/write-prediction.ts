import {
  CSV_TYPE,
  encodePredictionJson,
  encodePredictionTensors,
  JSON_TYPE,
  preferredType,
  RequestError,
  TENSORS_TYPE,
  type MatrixPrediction,
} from "@chimera/protocol";
import type { WireAnswer } from "../http/node-app.ts";
import { csvOfPrediction } from "./csv-prediction.ts";

const FORMS = [JSON_TYPE, CSV_TYPE, TENSORS_TYPE] as const;
/** In which form a prediction is answered. */
export type PredictionForm = (typeof FORMS)[number];

/** @throws RequestError 406 when the client takes none of the forms. */
export function predictionForm(accept: string): PredictionForm {
  const form = preferredType(accept, FORMS);
  if (form !== undefined) return form;
  throw new RequestError(
    406,
    `Predictions are answered as ${FORMS.join(", ")}; the request accepts ${JSON.stringify(accept.slice(0, 100))} only: ` +
      "ask for one of these, or leave the header Accept out.",
  );
}

/** Names the workers whose part is missing where the body has no place for them; percent-encoded, with commas between. */
export const MISSING_WORKERS_HEADER = "chimera-missing-workers";

export function writePrediction(prediction: MatrixPrediction, form: PredictionForm): WireAnswer {
  if (form === JSON_TYPE) return encodePredictionJson(prediction);
  if (form === TENSORS_TYPE) return encodePredictionTensors(prediction);
  const names = prediction.workers?.map(({ name }) => encodeURIComponent(name));
  return {
    contentType: `${CSV_TYPE}; charset=utf-8`,
    body: csvOfPrediction(prediction),
    ...(names && { headers: { [MISSING_WORKERS_HEADER]: names.join(", ") } }),
  };
}
