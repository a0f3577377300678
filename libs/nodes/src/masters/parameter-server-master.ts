import type { Task } from "@chimera/algorithms";
import {
  resolveSettings,
  type ParameterServerOptions,
  type ParameterServerSettings,
} from "@chimera/distributed";
import { httpTransport } from "../transport/http-transport.ts";
import { sgdWire } from "../transport/sgd-wire.ts";
import { Master, type ServiceParts } from "./master.ts";
import { ParameterServerService } from "./parameter-server-service.ts";
import type { MasterService } from "./service.ts";

/**
 * The master of the parameter server: trains one linear model over all shards, and predicts with it.
 *
 *     run(new ParameterServerMaster("classifier", { loss: "log_loss", maxIter: 200 }), 8080);
 */
export class ParameterServerMaster extends Master {
  readonly kind = "parameter-server";
  readonly task: Task;
  readonly settings: ParameterServerSettings;

  /** @throws ParameterError that names the option, its rule and the value. */
  constructor(task: Task, options: ParameterServerOptions = {}) {
    super();
    this.task = task;
    this.settings = resolveSettings(task, options);
  }

  get maxRounds(): number {
    return this.settings.maxIter;
  }

  protected createService({ calls, ...parts }: ServiceParts): MasterService {
    const transport = httpTransport(calls, sgdWire(this.task), parts.logs);
    return new ParameterServerService({ settings: this.settings, transport, ...parts });
  }
}
