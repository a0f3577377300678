import { checkOptions, type Task } from "@chimera/algorithms";
import {
  ENSEMBLE_DEFAULTS,
  resolveEnsemble,
  type EnsembleOptions,
  type EnsembleSettings,
} from "@chimera/distributed";
import { httpTransport } from "../transport/http-transport.ts";
import { modelWire } from "../transport/model-wire.ts";
import { AggregationService } from "./aggregation-service.ts";
import { Master, type ServiceParts } from "./master.ts";
import type { MasterService } from "./service.ts";

export type AggregationOptions = EnsembleOptions;

/**
 * The master of distributed bagging: lets every worker fit its own learner, and predicts the mean of theirs.
 *
 *     run(new AggregationMaster("classifier"), 8080);
 */
export class AggregationMaster extends Master {
  readonly kind = "aggregation";
  readonly maxRounds = 1;
  readonly settings: EnsembleSettings;

  /** @throws ParameterError that names the parameter, its rule and the value. */
  constructor(task: Task, options: AggregationOptions = {}) {
    super();
    checkOptions(ENSEMBLE_DEFAULTS, options);
    this.settings = resolveEnsemble(task, options);
  }

  get task(): Task {
    return this.settings.task;
  }

  protected createService({ calls, ...parts }: ServiceParts): MasterService {
    const transport = httpTransport(calls, modelWire(this.task), parts.logs);
    return new AggregationService({ settings: this.settings, transport, ...parts });
  }
}
