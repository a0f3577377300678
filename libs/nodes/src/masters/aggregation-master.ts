import type { Task } from "@chimera/algorithms";
import { roundsOf } from "@chimera/distributed";
import { httpTransport } from "../transport/http-transport.ts";
import { mergeWire } from "../transport/merge-wire.ts";
import { modelWire } from "../transport/model-wire.ts";
import {
  resolveAggregation,
  type AggregationOptions,
  type AggregationSettings,
} from "./aggregation-options.ts";
import { AggregationService } from "./aggregation-service.ts";
import { Master, type ServiceParts } from "./master.ts";
import { MergeService } from "./merge-service.ts";
import type { MasterService } from "./service.ts";

/**
 * The master of workers with a learner of their own each. By default it predicts the mean of theirs (bagging); with
 * `combine: "merge"` their models become one of all rows.
 *
 *     run(new AggregationMaster("classifier"), 8080);
 */
export class AggregationMaster extends Master {
  readonly kind = "aggregation";
  readonly task: Task;
  readonly maxRounds: number;
  readonly settings: AggregationSettings;

  /** @throws ParameterError that names the parameter, its rule and the value. */
  constructor(task: Task, options: AggregationOptions = {}) {
    super();
    this.settings = resolveAggregation(task, options);
    this.task = task;
    const { estimator } = this.settings;
    this.maxRounds = estimator === undefined ? 1 : roundsOf(estimator).steps.length;
  }

  override async ready(): Promise<void> {
    await this.settings.estimator?.ready?.();
  }

  protected createService({ calls, ...parts }: ServiceParts): MasterService {
    const { ensemble: settings, estimator } = this.settings;
    if (estimator === undefined) {
      const transport = httpTransport(calls, modelWire(this.task), parts.logs);
      return new AggregationService({ settings, transport, ...parts });
    }
    const transport = httpTransport(calls, mergeWire, parts.logs);
    const { task, seed } = settings;
    return new MergeService({ settings: { task, seed }, estimator, transport, ...parts });
  }
}
