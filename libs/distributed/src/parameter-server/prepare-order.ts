import type { Agreement } from "./agreement.ts";
import type { Computation, PrepareOrder } from "./messages.ts";
import type { ParameterServerSettings } from "./settings.ts";

/** What the workers are told when all is agreed; fields that say nothing are left out. */
export function prepareOrder(
  fitId: string,
  settings: ParameterServerSettings,
  { columns, classes, scaling, classWeights, mode }: Agreement,
): PrepareOrder {
  return {
    type: "prepare",
    fitId,
    columns,
    classes,
    scaling: scaling && { mean: Array.from(scaling.mean), scale: Array.from(scaling.scale) },
    seed: settings.seed,
    computation: computationOf(settings, mode),
    ...(classWeights && { classWeights }),
    ...(settings.earlyStopping && { validationFraction: settings.validationFraction }),
  };
}

/** The computation that `prepare` tells the workers to do. */
function computationOf(settings: ParameterServerSettings, mode: Computation["mode"]): Computation {
  if (mode === "gradient") return { mode, batchSize: settings.batchSize };
  const { epochs, learningRates, penalty, alpha, l1Ratio, localBatchSize: batchSize } = settings;
  return { mode, epochs, learningRate: learningRates[mode], penalty, alpha, l1Ratio, batchSize };
}
