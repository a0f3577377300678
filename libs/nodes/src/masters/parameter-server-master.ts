import { chooseByName, type Task } from "@chimera/algorithms";
import {
  modelSourceOf,
  resolveSettings,
  type GradientEstimator,
  type ModelSource,
  type ParameterServerOptions,
  type ParameterServerSettings,
} from "@chimera/distributed";
import type { VectorDtype } from "@chimera/protocol";
import { httpTransport } from "../transport/http-transport.ts";
import { sgdWire } from "../transport/sgd-wire.ts";
import { Master, type ServiceParts } from "./master.ts";
import { ParameterServerService } from "./parameter-server-service.ts";
import type { MasterService } from "./service.ts";

export interface ParameterServerMasterOptions extends ParameterServerOptions {
  /**
   * How parameters and gradients travel, where there are many: `float64` loses nothing; `float32` is half as long, and
   * rounds each number to a relative 2⁻²⁴ on its way, so that a fit differs from the same in one process. The master itself
   * counts in float64 in any case. Default `float64`.
   */
  wireDtype?: VectorDtype;
}

const WIRE_DTYPES: Readonly<Record<VectorDtype, VectorDtype>> = { float64: "float64", float32: "float32" };

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
  readonly wireDtype: VectorDtype;

  /**
   * @throws ParameterError that names the option, its rule and the value; or the method that the estimator lacks.
   */
  constructor(taskOrEstimator: Task | GradientEstimator, options: ParameterServerMasterOptions = {}) {
    super();
    const { wireDtype = "float64", ...settings } = { ...options };
    // What is no object at all is refused as it is.
    this.settings = resolveSettings(taskOrEstimator, isObject(options) ? settings : options);
    this.wireDtype = chooseByName(WIRE_DTYPES, "wireDtype", wireDtype);
    this.source = modelSourceOf(taskOrEstimator, settings.loss);
    this.task = this.source.task;
  }

  override ready(): Promise<void> {
    return this.source.ready();
  }

  get maxRounds(): number {
    return this.settings.maxIter;
  }

  protected createService({ calls, ...parts }: ServiceParts): MasterService {
    const transport = httpTransport(calls, sgdWire(this.task, this.wireDtype), parts.logs);
    return new ParameterServerService({ settings: this.settings, source: this.source, transport, ...parts });
  }
}

function isObject(options: unknown): boolean {
  return typeof options === "object" && options !== null && !Array.isArray(options);
}
