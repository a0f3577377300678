import type { Task } from "@chimera/algorithms";
import {
  modelSourceOf,
  resolveSettings,
  type GradientEstimator,
  type ModelSource,
  type ParameterServerOptions,
  type ParameterServerSettings,
} from "@chimera/distributed";
import { httpTransport } from "../transport/http-transport.ts";
import { sgdWire } from "../transport/sgd-wire.ts";
import { Master, type ServiceParts } from "./master.ts";
import { ParameterServerService } from "./parameter-server-service.ts";
import type { MasterService } from "./service.ts";

/**
 * The master of the parameter server: trains one model over all shards, and predicts with it. A task stands for the
 * linear model; an estimator with `gradient` brings its own.
 *
 *     run(new ParameterServerMaster("classifier", { loss: "log_loss", maxIter: 200 }), 8080);
 *     run(new ParameterServerMaster(new MyRegressor(), { optimizer: "adam" }), 8080);
 */
export class ParameterServerMaster extends Master {
  readonly kind = "parameter-server";
  readonly task: Task;
  readonly settings: ParameterServerSettings;
  readonly source: ModelSource;

  /**
   * @throws ParameterError that names the option, its rule and the value; or the method that the estimator lacks.
   */
  constructor(taskOrEstimator: Task | GradientEstimator, options: ParameterServerOptions = {}) {
    super();
    this.settings = resolveSettings(taskOrEstimator, options);
    this.source = modelSourceOf(taskOrEstimator, options.loss);
    this.task = this.source.task;
  }

  override ready(): Promise<void> {
    return this.source.ready();
  }

  get maxRounds(): number {
    return this.settings.maxIter;
  }

  protected createService({ calls, ...parts }: ServiceParts): MasterService {
    const transport = httpTransport(calls, sgdWire(this.task), parts.logs);
    return new ParameterServerService({ settings: this.settings, source: this.source, transport, ...parts });
  }
}
