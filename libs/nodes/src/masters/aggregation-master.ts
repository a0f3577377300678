import { checkIntegerAtLeast, checkOptions, chooseByName, type Task } from "@chimera/algorithms";
import { httpTransport } from "../transport/http-transport.ts";
import { modelWire } from "../transport/model-wire.ts";
import { AggregationService } from "./aggregation-service.ts";
import { Master, type ServiceParts } from "./master.ts";
import type { MasterService } from "./service.ts";

export interface AggregationOptions {
  /** Seed of the workers' bootstraps, an integer ≥ 0. Default 0. */
  seed?: number;
}

/**
 * The master of distributed bagging: lets every worker fit its own learner, and predicts the mean of theirs.
 *
 *     run(new AggregationMaster("classifier"), 8080);
 */
export class AggregationMaster extends Master {
  readonly kind = "aggregation";
  readonly maxRounds = 1;
  readonly task: Task;
  readonly seed: number;

  /** @throws ParameterError that names the parameter, its rule and the value. */
  constructor(task: Task, options: AggregationOptions = {}) {
    super();
    checkOptions({ seed: 0 }, options);
    const { seed = 0 } = options;
    chooseByName({ classifier: true, regressor: true }, "task", task);
    checkIntegerAtLeast(0, "seed", seed);
    this.task = task;
    this.seed = seed;
  }

  protected createService({ calls, ...parts }: ServiceParts): MasterService {
    const transport = httpTransport(calls, modelWire(this.task), parts.logs);
    return new AggregationService({ settings: { task: this.task, seed: this.seed }, transport, ...parts });
  }
}
