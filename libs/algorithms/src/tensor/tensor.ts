import type { Floats } from "../kernels/index.ts";
import { DataError } from "../errors.ts";

/** The lengths of the axes, first to last. */
export type Shape = readonly number[];

/** What numbers are stored and computed in. */
export type DType = "float32" | "float64";

/**
 * An array of several axes in row-major order: the last axis runs fastest. A view: whoever makes one says who owns `data`.
 *
 * The first axis counts the examples of a batch. Images are n × height × width × channels (NHWC), so that in every tensor
 * the last axis is that of features: a convolution is then one product of patches (rows) and filters (columns) for the whole
 * batch, whose result lies as the next layer wants it, where n × channels × height × width would need a product, or
 * a transposition, for each image.
 */
export interface Tensor<T extends Floats = Floats> {
  readonly shape: Shape;
  /** As many numbers as the axes' product. */
  readonly data: T;
}

/** How many numbers a tensor of that shape has: the product of its axes. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** As it is shown to users, e.g. `28 × 28 × 1`. */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? "a single number" : shape.join(" × ");
}

/**
 * Wraps `data` as a tensor without copying.
 *
 * @throws DataError when the shape has another number of elements.
 */
export function tensor<T extends Floats>(shape: Shape, data: T): Tensor<T> {
  if (data.length === sizeOf(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    return { shape, data };
  }
  throw new DataError({
    expected: `${sizeOf(shape)} numbers for a tensor of ${shapeText(shape)}`,
    got: String(data.length),
    remedy: "Give one number for each element, the last axis running fastest.",
  });
}

export function dtypeOf(data: Floats): DType {
  return data instanceof Float32Array ? "float32" : "float64";
}
