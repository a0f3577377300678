import { ParameterError, type DenseConfig, type LayerConfig } from "@chimera/algorithms";

/** A run of layers that every rank computes alike, or a pair of dense layers that the ranks share. */
export type Segment =
  | { readonly type: "replicated"; readonly from: number; readonly to: number }
  /** Layers `from` and `from + 1`. */
  | { readonly type: "pair"; readonly from: number };

/** The softmax sees all outputs of a layer at once: a rank that has some of them cannot compute it. */
const OF_THE_WHOLE_ROW = ["softmax"];

function isDense(layer: LayerConfig | undefined): layer is DenseConfig {
  return layer?.type === "dense";
}

/** Whether the outputs of a layer can be divided evenly among T ranks. */
function isDivisible({ units, activation = "identity" }: DenseConfig, T: number): boolean {
  return units % T === 0 && !OF_THE_WHOLE_ROW.includes(activation);
}

/** The layers [from, to) as segments: every two dense layers in a row, first to last, are a pair where T divides the first's outputs. */
export function segmentsOf(layers: readonly LayerConfig[], from: number, to: number, T: number): Segment[] {
  const segments: Segment[] = [];
  let begun = from;
  const endReplicated = (at: number): void => {
    if (begun < at) segments.push({ type: "replicated", from: begun, to: at });
  };
  for (let i = from; i < to; i++) {
    const [first, second] = [layers[i], i + 1 < to ? layers[i + 1] : undefined];
    if (!isDense(first) || !isDense(second) || !isDivisible(first, T)) continue;
    endReplicated(i);
    segments.push({ type: "pair", from: i });
    begun = i + 2;
    i++;
  }
  endReplicated(to);
  return segments;
}

/** @throws ParameterError when there is nothing to share in a part of the network. */
export function requirePair(
  layers: readonly LayerConfig[],
  [from, to]: readonly [number, number],
  T: number,
): void {
  if (segmentsOf(layers, from, to, T).some(({ type }) => type === "pair")) return;
  const types = layers.slice(from, to).map(({ type }) => type);
  throw new ParameterError(
    "tensorParallel",
    `find in layers ${from}…${to - 1} (${types.join(", ")}) two dense layers in a row, the first without softmax and with a multiple of ${T} units`,
    T,
  );
}
