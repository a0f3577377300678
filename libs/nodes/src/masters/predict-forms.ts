import { sortedClasses, type Label } from "@chimera/algorithms";
import { DatasetError, formatTable, parseFeatures } from "@chimera/dataset";
import {
  arrangeRows,
  CSV_TYPE,
  decodePredictInput,
  decodePredictMatrix,
  encodePrediction,
  jsonBody,
  mediaTypeOf,
  parsePredictRows,
  predictOutputOf,
  RequestError,
  TENSORS_TYPE,
  type ParsedRows,
  type PredictOutput,
  type WireBody,
} from "@chimera/protocol";
import type { Prediction } from "./service.ts";

/** What a model wants to know of the rows it gets. */
interface Wanted {
  /** `null`: nobody knows them. */
  columns: readonly string[] | null;
  takesMissing: boolean;
}

/**
 * The rows of a predict request: tensors, CSV, or JSON, which is what anything else is taken for.
 *
 * @throws RequestError 422 that says what was expected and what came.
 */
export function readRows(received: WireBody, { columns, takesMissing }: Wanted): ParsedRows {
  switch (mediaTypeOf(received.contentType)) {
    case TENSORS_TYPE: {
      const { columns: given, X } = decodePredictMatrix(received);
      return arrangeRows(given, X, columns, takesMissing);
    }
    case CSV_TYPE: {
      const { columns: given, X } = parseCsv(received.body as Uint8Array, takesMissing);
      return arrangeRows(given, X, columns, takesMissing);
    }
    default:
      return parsePredictRows(decodePredictInput(received), columns, takesMissing);
  }
}

function parseCsv(bytes: Uint8Array, allowMissing: boolean): ReturnType<typeof parseFeatures> {
  try {
    return parseFeatures("The body", bytes, { allowMissing });
  } catch (error) {
    if (error instanceof DatasetError) throw new RequestError(422, error.message);
    throw error;
  }
}

/** Predictions in the form that was asked for: a media type of `ANSWER_TYPES`. */
export function writePrediction(prediction: Prediction, answerType: string): WireBody {
  if (answerType === TENSORS_TYPE) return tensorsOf(prediction);
  if (answerType === CSV_TYPE) return { contentType: `${CSV_TYPE}; charset=utf-8`, body: csvOf(prediction) };
  return jsonBody(outputOf(prediction));
}

function outputOf(prediction: Prediction): PredictOutput {
  const { values, probabilities } = prediction;
  const output = probabilities
    ? predictOutputOf(probabilities.matrix, probabilities.classes)
    : { y_pred_rows: values };
  return { ...output, ...missing(prediction) };
}

function tensorsOf(prediction: Prediction): WireBody {
  const { values, probabilities, isClassifier } = prediction;
  if (!isClassifier) {
    return encodePrediction({
      values: Float64Array.from(values as number[]),
      classes: null,
      ...missing(prediction),
    });
  }
  const classes = probabilities?.classes ?? sortedClasses(values);
  const codeOf = new Map(classes.map((label, k) => [label, k]));
  return encodePrediction({
    codes: Int32Array.from(values, (label: Label) => codeOf.get(label)!),
    classes,
    ...(probabilities && { probabilities: probabilities.matrix }),
    ...missing(prediction),
  });
}

/** A column of predictions, and one for each class's probability, where there are such. */
function csvOf({ values, probabilities }: Prediction): string {
  if (probabilities === undefined)
    return formatTable(
      ["prediction"],
      values.map((value) => [value]),
    );
  const { classes, matrix } = probabilities;
  const K = matrix.nColumns;
  const header = ["prediction", ...classes.map((label) => `probability of ${label}`)];
  return formatTable(
    header,
    values.map((value, i) => [value, ...matrix.data.subarray(i * K, (i + 1) * K)]),
  );
}

function missing({ failed }: Prediction): Pick<PredictOutput, "workers"> {
  if (failed.length === 0) return {};
  return {
    workers: failed.map(({ name, reason }) => ({
      name,
      state: "failed",
      failure: { order: "predict", round: 0, reason },
    })),
  };
}
