import {
  Sequential,
  sizeOf,
  type DType,
  type LayerMaker,
  type Shape,
  type Tensor,
} from "@chimera/algorithms";
import type { PipelineAgreement } from "./agreement.ts";
import type { PipelineOrder } from "./messages.ts";
import { networkFor } from "./plan.ts";
import type { PipelineSettings } from "./settings.ts";
import type { Clock } from "./timeline.ts";
import { floatsOf } from "./training-data.ts";

type MeasureOrder = PipelineOrder & { type: "measure" };

/** What one worker is asked before the network is cut by times; `undefined`: it is cut by something else. */
export function measuringOrder(
  settings: PipelineSettings,
  { columns, classes }: PipelineAgreement,
): MeasureOrder | undefined {
  const { balance, stages, layers, dtype, batchSize, replicas, microBatches } = settings;
  if (balance === "flops" || Array.isArray(stages)) return undefined;
  const { inputShape } = networkFor(settings, columns.length, classes);
  const nExamples = Math.ceil(batchSize / (replicas * microBatches));
  return { type: "measure", inputShape, layers, dtype, nExamples };
}

/** The median of so many measurements, after one that warms up. */
const MEASUREMENTS = 5;

/** ms that each layer's forward and backward take, on examples full of ones. */
export function measureLayers(
  { inputShape, layers, dtype, nExamples }: MeasureOrder,
  layerTypes: Readonly<Record<string, LayerMaker>> = {},
  now: Clock,
): number[] {
  const whole = new Sequential({ inputShape, layers, dtype }, layerTypes);
  return whole.layers.map((placed, i) => {
    const network = whole.slice(i, i + 1);
    const weights = network.init(0);
    const gradient = network.vector();
    const once = (): number => {
      const input = ones(dtype, [nExamples, ...placed.inputShape]);
      const begun = now();
      const batch = network.forward(weights, input, { training: true, seed: 0, step: 0, microBatch: 0 });
      network.backward(batch, ones(dtype, batch.output.shape), gradient, { inputGradient: i > 0 });
      const took = now() - begun;
      network.release(batch);
      return took;
    };
    once();
    const times = Array.from({ length: MEASUREMENTS }, once).sort((a, b) => a - b);
    return times[Math.floor(MEASUREMENTS / 2)];
  });
}

function ones(dtype: DType, shape: Shape): Tensor {
  return { shape, data: floatsOf(dtype, sizeOf(shape)).fill(1) };
}
