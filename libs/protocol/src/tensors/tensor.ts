/** Media type of a body of named tensors. */
export const TENSORS_TYPE = "application/vnd.chimera.tensors";

export type TensorData = Float64Array | Float32Array | Int32Array;
export type Dtype = "float64" | "float32" | "int32";

/** An array of any rank in row-major order. */
export interface Tensor {
  /** Sizes of the axes; `[]` for a single number. Their product is `data.length`. */
  shape: readonly number[];
  data: TensorData;
}

interface DtypeFacts {
  bytesPerElement: number;
  view(buffer: ArrayBufferLike, byteOffset: number, length: number): TensorData;
}

export const DTYPES: Readonly<Record<Dtype, DtypeFacts>> = {
  float64: { bytesPerElement: 8, view: (...at) => new Float64Array(...at) },
  float32: { bytesPerElement: 4, view: (...at) => new Float32Array(...at) },
  int32: { bytesPerElement: 4, view: (...at) => new Int32Array(...at) },
};

export function dtypeOf(data: TensorData): Dtype {
  if (data instanceof Float64Array) return "float64";
  return data instanceof Float32Array ? "float32" : "int32";
}

/** Number of elements of a shape; may exceed what an integer holds exactly, never wraps round. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
