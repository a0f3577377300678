import {
  columnMoments,
  DataError,
  encodeLabels,
  kernels,
  scalingOf,
  sizeOf,
  type DType,
  type Floats,
  type Label,
  type Matrix,
  type Moments,
  type Scaling,
  type Shape,
  type Tensor,
} from "@chimera/algorithms";
import type { TrainingPlan } from "./plan.ts";

/**
 * How the first stage scales what it is given; `undefined`: not at all.
 *
 * @throws DataError when the values are so large that the squares of their deviations overflow.
 */
export function scalingFor(X: Matrix, standardize: boolean | "jointly"): Scaling | undefined {
  if (standardize === false) return undefined;
  if (standardize === true) return scalingOf(finite(columnMoments(X)));
  const { nColumns: d } = X;
  const joint = scalingOf(finite(columnMoments({ data: X.data, nRows: X.data.length, nColumns: 1 })));
  return { mean: new Float64Array(d).fill(joint.mean[0]), scale: new Float64Array(d).fill(joint.scale[0]) };
}

function finite(moments: Moments): Moments {
  const j = moments.m2.findIndex((sum) => !Number.isFinite(sum));
  if (j < 0) return moments;
  throw new DataError({
    expected: "features whose variance is a finite number",
    got: moments.m2.length === 1 ? "an overflow" : `an overflow in feature ${j}, counted from 0`,
    remedy: "Divide the column by a constant, such as 1e100.",
  });
}

/**
 * The rows to learn from, as `inputsOf` makes them of the plan's columns.
 *
 * @throws DataError with row and column for a value that is no finite number in the network's dtype.
 */
export function trainingInputs(
  X: Matrix,
  scaling: Scaling | undefined,
  { inputShape, dtype, columns }: Pick<TrainingPlan, "inputShape" | "dtype" | "columns">,
): Tensor {
  const inputs = inputsOf(X, scaling, inputShape, dtype);
  const { data } = inputs;
  let at = 0;
  while (at < data.length && Number.isFinite(data[at])) at++;
  if (at === data.length) return inputs;
  throw new DataError({
    expected: `features that are finite numbers in ${dtype}`,
    got: `${X.data[at]} in row ${Math.floor(at / X.nColumns)}, column ${columns[at % X.nColumns]}`,
    remedy: `Divide the column by a constant, or standardize it${dtype === "float32" ? ", or give the network the dtype float64" : ""}.`,
  });
}

/** The rows as the network takes them: scaled, in its numbers. @param X n × d. @returns n × inputShape */
export function inputsOf(X: Matrix, scaling: Scaling | undefined, inputShape: Shape, dtype: DType): Tensor {
  const { data: x, nRows, nColumns: d } = X;
  const data = floatsOf(dtype, x.length);
  if (scaling === undefined) data.set(x);
  else {
    const { mean, scale } = scaling;
    for (let i = 0, at = 0; i < nRows; i++) {
      for (let j = 0; j < d; j++, at++) data[at] = (x[at] - mean[j]) / scale[j];
    }
  }
  return { shape: [nRows, ...inputShape], data };
}

/** @throws DataError when a label is none of the classes, or a number is missing. */
export function targetsOf(y: ArrayLike<Label>, classes: readonly Label[] | null): Float64Array {
  if (classes !== null) return encodeLabels(y, classes);
  const targets = Float64Array.from(y as ArrayLike<number>);
  const at = targets.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return targets;
  throw new DataError({
    expected: "finite numbers as targets of a regressor",
    got: `${y[at]} at index ${at}`,
    remedy: "Correct the target column.",
  });
}

/** Copies rows of the inputs into `batch`, one behind the other. */
export function takeInputs(inputs: Tensor, rows: Int32Array, batch: Floats): Tensor {
  const [, ...shape] = inputs.shape;
  const d = sizeOf(shape);
  for (let i = 0, to = 0; i < rows.length; i++) {
    const from = rows[i] * d;
    for (let j = 0; j < d; j++) batch[to++] = inputs.data[from + j];
  }
  return { shape: [rows.length, ...shape], data: batch };
}

export function floatsOf(dtype: DType, length: number): Floats {
  return dtype === "float32" ? kernels().allocateFloat32(length) : kernels().allocateFloat64(length);
}
