import { shapeText, sizeOf, type Shape } from "../tensor/tensor.ts";
import type { Sequential } from "./sequential.ts";

/** What a layer costs. */
export interface LayerSummary {
  /** Its index in the whole network. */
  readonly path: string;
  readonly type: string;
  /** Of one example. */
  readonly outputShape: Shape;
  readonly parameters: number;
  /** Operations on numbers of one example's forward; a multiplication and an addition are two. A backward takes about twice as many. */
  readonly flops: number;
  /** Bytes of one example that stay from its forward to its backward: outputs and caches. */
  readonly activationBytes: number;
}

export interface NetworkSummary {
  readonly inputShape: Shape;
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
  readonly parameterBytes: number;
  readonly flops: number;
  readonly activationBytes: number;
}

/** What a network consists of, and costs, layer by layer: where to cut it. */
export function summarise(network: Sequential): NetworkSummary {
  const bytes = network.dtype === "float32" ? 4 : 8;
  const layers = network.layers.map(({ config, path, layer, parameters: [from, to] }) => ({
    path,
    type: config.type,
    outputShape: layer.outputShape,
    parameters: to - from,
    flops: layer.flops ?? 0,
    // A flatten's output is its input.
    activationBytes:
      bytes * ((layer.cacheSize ?? 0) + (config.type === "flatten" ? 0 : sizeOf(layer.outputShape))),
  }));
  const total = (key: "flops" | "activationBytes") => layers.reduce((sum, layer) => sum + layer[key], 0);
  return {
    inputShape: network.inputShape,
    layers,
    parameters: network.nParameters,
    parameterBytes: bytes * network.nParameters,
    flops: total("flops"),
    activationBytes: total("activationBytes"),
  };
}

/** The summary as a table, for a terminal. */
export function summaryText({ inputShape, layers, ...total }: NetworkSummary): string {
  const rows = [
    ["layer", "output", "parameters", "FLOPs", "bytes kept"],
    ["input", shapeText(inputShape), "", "", ""],
    ...layers.map(({ path, type, outputShape, parameters, flops, activationBytes }) => [
      `${path} ${type}`,
      shapeText(outputShape),
      ...[parameters, flops, activationBytes].map(grouped),
    ]),
    ["total of one example", "", ...[total.parameters, total.flops, total.activationBytes].map(grouped)],
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd(),
  );
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines[lines.length - 1]].join("\n");
}

/** 1234567 as 1,234,567. */
function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}
