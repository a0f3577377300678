import * as z from "zod";
import { RequestError } from "../errors/errors.ts";
import { decodeTensorRequest } from "../messages/matrix-body.ts";
import { encodeTensors } from "../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../tensors/tensor.ts";
import type { WireBody } from "../wire-body.ts";
import { placeRows, type ParsedRows } from "./place-rows.ts";

/** Beside the tensor `X` of a predict request. Other facts may stand there too. */
const metadataSchema = z.object({ columns: z.array(z.string()) });

/** Rows as a client has them: a matrix, its columns under its own names. */
export interface RowsToPredict {
  nRows: number;
  nColumns: number;
  /** Row-major, length `nRows * nColumns`. */
  data: Float64Array | Float32Array;
}

/** The inverse of `decodePredictTensors`. */
export function encodePredictTensors(
  columns: readonly string[],
  { nRows, nColumns, data }: RowsToPredict,
): WireBody {
  const X = { shape: [nRows, nColumns], data };
  return { contentType: TENSORS_TYPE, body: encodeTensors({ X }, { columns }) };
}

/**
 * The rows of a predict request as tensors: `X` of n × d float64 or float32, and the metadata `columns` with d names.
 *
 * @param expectedColumns the model's columns; `null` when nobody knows them.
 * @param takesMissing whether a cell may be NaN: then it is a missing value.
 * @throws RequestError 422 that says what was expected and what came.
 */
export function decodePredictTensors(
  received: WireBody,
  expectedColumns: readonly string[] | null,
  takesMissing = false,
): ParsedRows {
  const { tensors, metadata } = decodeTensorRequest(metadataSchema, received);
  const { columns } = metadata;
  const { shape, data } = requireMatrix(tensors);
  const [nRows, nColumns] = shape;
  if (nColumns !== columns.length || nColumns === 0) {
    throw new RequestError(
      422,
      `Expected as many columns in X as names in the metadata columns, and at least one; got X of ${nRows} × ${nColumns} ` +
        `and ${columns.length} names: send one name for each column.`,
    );
  }
  requireFinite(data, columns, takesMissing);
  const rows = data instanceof Float64Array ? data : Float64Array.from(data);
  return placeRows({ columns, nRows, data: rows }, expectedColumns, "The metadata columns");
}

function requireMatrix(tensors: ReadonlyMap<string, Tensor>): Tensor {
  const X = tensors.get("X");
  if (X?.shape.length === 2 && !(X.data instanceof Int32Array)) return X;
  const shown = [...tensors]
    .slice(0, MOST_SHOWN)
    .map(([name, { shape, data }]) => `${name} [${shape.join(", ")}] of ${dtypeName(data)}`);
  const rest = tensors.size - shown.length;
  throw new RequestError(
    422,
    `Expected a tensor X with two axes (rows, columns) of float64 or float32, got ` +
      `${shown.join(", ") || "none"}${rest > 0 ? ` and ${rest} more` : ""}: send the rows as X in ${TENSORS_TYPE}.`,
  );
}

const MOST_SHOWN = 5;

function dtypeName(data: Tensor["data"]): string {
  return data.constructor.name.replace("Array", "").toLowerCase();
}

/** 0 · x is 0 for every finite x and NaN for all others, so that one sum tells of all. */
function requireFinite(data: Tensor["data"], columns: readonly string[], takesMissing: boolean): void {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += 0 * data[i];
  if (sum === 0) return;
  const d = columns.length;
  const at = data.findIndex((value) => !(Number.isFinite(value) || (takesMissing && Number.isNaN(value))));
  if (at < 0) return;
  const column = columns[at % d].slice(0, 60);
  throw new RequestError(
    422,
    `X[${Math.floor(at / d)}], column ${column}: expected a finite number, got ${data[at]}: ` +
      (takesMissing
        ? "only NaN says that a value is missing."
        : "fill in or encode such values before you send them."),
  );
}
