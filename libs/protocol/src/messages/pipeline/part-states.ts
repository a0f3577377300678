import type { Tensor } from "../../tensors/tensor.ts";
import type { Failure } from "../matrix-body.ts";

type Floats = Float64Array | Float32Array;

/** Structurally the `PartState` of the distributed algorithm. */
export interface PartStateMessage {
  readonly weights: { readonly parameters: Floats; readonly statistics: Floats };
  readonly optimizer: { step: number; buffers: Floats[] };
}

/** What travels beside the tensors of each part. */
export interface PartFacts {
  /** Steps that its optimizer has done. */
  steps: number;
  /** Vectors that its optimizer remembers. */
  nBuffers: number;
}

/** `0.parameters`, `0.statistics`, `0.optimizer.0`, … of part 0, and so on. */
export function tensorsOfStates(states: readonly PartStateMessage[]): Record<string, Tensor> {
  const vector = (data: Floats): Tensor => ({ shape: [data.length], data });
  const named = states.flatMap(({ weights, optimizer }, i): [string, Tensor][] => [
    [`${i}.parameters`, vector(weights.parameters)],
    [`${i}.statistics`, vector(weights.statistics)],
    ...optimizer.buffers.map((buffer, b): [string, Tensor] => [`${i}.optimizer.${b}`, vector(buffer)]),
  ]);
  return Object.fromEntries(named);
}

export function factsOfStates(states: readonly PartStateMessage[]): PartFacts[] {
  return states.map(({ optimizer }) => ({ steps: optimizer.step, nBuffers: optimizer.buffers.length }));
}

/** The inverse of both: views of the body. */
export function statesOf(
  tensors: ReadonlyMap<string, Tensor>,
  facts: readonly PartFacts[],
  failure: Failure,
): PartStateMessage[] {
  return facts.map(({ steps, nBuffers }, i) => {
    const buffers = Array.from({ length: nBuffers }, (_, b) =>
      floatsNamed(tensors, `${i}.optimizer.${b}`, failure),
    );
    return {
      weights: {
        parameters: floatsNamed(tensors, `${i}.parameters`, failure),
        statistics: floatsNamed(tensors, `${i}.statistics`, failure),
      },
      optimizer: { step: steps, buffers },
    };
  });
}

/** The numbers of a tensor of any shape. */
export function floatsNamed(tensors: ReadonlyMap<string, Tensor>, name: string, failure: Failure): Floats {
  const data = tensors.get(name)?.data;
  if (data instanceof Float64Array || data instanceof Float32Array) return data;
  const got =
    data === undefined ? `none among [${[...tensors.keys()].slice(0, 10).join(", ")}]` : "one of int32";
  throw failure(`Expected a tensor ${name} of float64 or float32, got ${got}.`);
}
