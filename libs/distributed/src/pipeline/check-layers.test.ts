import { conv2d, dense, dropout, loadExpressions, residual, type LayerMaker } from "@chimera/algorithms";
import { beforeAll, describe, expect, test } from "vitest";
import { checkLayersAhead } from "./check-layers.ts";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";

beforeAll(loadExpressions);

const check = (options: PipelineOptions): void => checkLayersAhead(resolvePipeline("classifier", options));
/** What a JavaScript user can write, whatever the types say. */
const any = (value: unknown): never => value as never;
const half: LayerMaker = (_config, { inputShape: [size] }) => {
  if (size % 2 !== 0) throw new Error("half needs an even number of features");
  return { outputShape: [size / 2], forward: any(null), backward: any(null) };
};

describe("before the data are known", () => {
  test.each<[string, PipelineOptions, RegExp]>([
    [
      "an activation that is none",
      { layers: [dense(4, { activation: "rellu" }), dense(2)] },
      /^activation of layer 0 \(dense\) must be one of identity, relu, .*, got "rellu": did you mean relu\?$/,
    ],
    [
      "a misspelt option of a layer",
      { layers: [dense(4), dense(2, any({ activate: "relu" }))] },
      /^option of layer 1 \(dense\) must be one of type, units, activation, .*, got "activate": did you mean activation\?$/,
    ],
    [
      "an option out of range, inside of a block",
      { layers: [dense(4), residual([dropout(1.5)]), dense(2)] },
      /^rate of layer 1\.body\.0 \(dropout\) must be a number ≥ 0 and below 1, got 1\.5\.$/,
    ],
    [
      "a layer of no type",
      { layers: [dense(4), any({ type: "densse", units: 3 })] },
      /^type of layer 1 \(densse\) must be one of dense, /,
    ],
    [
      "layers that do not fit each other, with an input's shape",
      { inputShape: [64], layers: [conv2d(4, 3), dense(2)] },
      /^Expected inputs of .* in layer 0 \(conv2d\), got n × 64\./,
    ],
    [
      "an input's shape that is none",
      { inputShape: any([0]), layers: [dense(2)] },
      /^inputShape must be a list/,
    ],
    [
      "layers of one's own that do not fit, with an input's shape",
      { inputShape: [5], layers: [any({ type: "half" }), dense(2)], layerTypes: { half } },
      /half needs an even number of features/,
    ],
    [
      "more stages than layers",
      { layers: [dense(2)], stages: 2 },
      /^stages must be at most the number of layers, 1,/,
    ],
    [
      "more chunks than layers",
      { layers: [dense(2)], schedule: "interleaved" },
      /^stages must be at most the number of layers, 1, for all parts together \(stages × chunks\), got 2\.$/,
    ],
    [
      "stages that do not add up",
      { layers: [dense(3), dense(2)], stages: [1, 2] },
      /^stages must list how many layers each of 2 parts has, 2 in all, got \[1,2\]\.$/,
    ],
  ])("%s is refused", (_, options, message) => {
    expect(() => check(options)).toThrow(message);
  });

  test.each<[string, PipelineOptions]>([
    ["a block of the input's width", { layers: [residual([dense(8)]), dense(2)] }],
    ["layers of one's own", { layers: [any({ type: "half" }), dense(2)], layerTypes: { half } }],
    [
      "such layers in a block",
      { layers: [residual([any({ type: "half" })]), dense(2)], layerTypes: { half } },
    ],
    ["an expression", { layers: [dense(4, { activation: "x / (1 + exp(-x))" }), dense(2)] }],
  ])("%s may fit the features that come", (_, options) => {
    expect(() => check(options)).not.toThrow();
  });
});
