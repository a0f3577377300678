import { DatasetError } from "./dataset-error.ts";
import { readFeatures } from "./features.ts";

/**
 * Reads the weights of rows from a CSV file with one column: a header, then a finite number ≥ 0 for each row.
 *
 * @throws DatasetError with file, line and column.
 */
export function readSampleWeight(file: string): Float64Array {
  const { columns, X } = readFeatures(file);
  if (columns.length !== 1) {
    throw new DatasetError({
      file,
      line: 1,
      expected: "one column, the weights",
      got: `${columns.length} (${columns.slice(0, 5).join(", ")}${columns.length > 5 ? ", …" : ""})`,
      cure: "Keep the weights alone in this file.",
    });
  }
  const negative = X.data.findIndex((weight) => weight < 0);
  if (negative < 0) return requireSome(file, columns[0], X.data);
  throw new DatasetError({
    file,
    column: columns[0],
    expected: "weights ≥ 0",
    got: `${X.data[negative]} in row ${negative + 1}`,
    cure: "Give a row that shall not count the weight 0.",
  });
}

/** Rows that all weigh nothing would train a model of nothing, and call it converged. */
function requireSome(file: string, column: string, weights: Float64Array): Float64Array {
  if (weights.length === 0 || weights.some((weight) => weight > 0)) return weights;
  throw new DatasetError({
    file,
    column,
    expected: "a weight above 0",
    got: "only zeros",
    cure: "Give a row that shall count a weight above 0, or leave the worker out.",
  });
}
