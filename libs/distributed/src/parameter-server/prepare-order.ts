import type { Agreement } from "./agreement.ts";
import type { Computation, PrepareOrder } from "./messages.ts";
import type { LinearOptions } from "./model-source.ts";
import type { ParameterServerSettings } from "./settings.ts";

/** What the workers are told when all is agreed; fields that say nothing are left out. */
export function prepareOrder(
  fitId: string,
  settings: ParameterServerSettings,
  { columns, classes, scaling, classWeights, mode }: Agreement,
): PrepareOrder {
  const linear = linearOptionsOf(settings);
  return {
    type: "prepare",
    fitId,
    columns,
    classes,
    scaling: scaling && { mean: Array.from(scaling.mean), scale: Array.from(scaling.scale) },
    seed: settings.seed,
    computation: computationOf(settings, mode),
    ...(classWeights && { classWeights }),
    ...(linear && { linear }),
    ...(settings.earlyStopping && { validationFraction: settings.validationFraction }),
  };
}

/** The computation that `prepare` tells the workers to do. */
function computationOf(settings: ParameterServerSettings, mode: Computation["mode"]): Computation {
  if (mode === "gradient") return { mode, batchSize: settings.batchSize };
  const { epochs, learningRates, schedule, powerT, penalty, alpha, l1Ratio, localBatchSize } = settings;
  const steps = { learningRate: learningRates[mode], schedule, powerT, batchSize: localBatchSize };
  return { mode, epochs, ...steps, penalty, alpha, l1Ratio };
}

/** The options of the linear model that differ from their defaults; `undefined` when none does. */
export function linearOptionsOf({
  lossEpsilon: epsilon,
  quantile,
  fitIntercept,
}: ParameterServerSettings): LinearOptions | undefined {
  if (epsilon === 0.1 && quantile === 0.5 && fitIntercept) return undefined;
  return { epsilon, quantile, fitIntercept };
}
