import {
  parameterServerCoordinator,
  predictWith,
  type ModelSource,
  type ParameterServerAnswer,
  type ParameterServerOrder,
  type ParameterServerSettings,
  type TrainedModel,
  type Transport,
  type WorkerName,
} from "@chimera/distributed";
import type { Matrix } from "@chimera/algorithms";
import { PATHS, type FitAnswer } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import type { Prediction } from "../predict/prediction.ts";
import { newFitId } from "./fit-id.ts";
import { FitRunner } from "./fit-runner.ts";
import { notFitted } from "./refusals.ts";
import type { FitRequestOptions, MasterService } from "./service.ts";

export interface ParameterServerServiceOptions {
  settings: ParameterServerSettings;
  /** Makes the model that is trained. */
  source: ModelSource;
  workers: readonly WorkerName[];
  transport: Transport<ParameterServerOrder, ParameterServerAnswer>;
  logs: NodeLogs;
  runsDir: string;
}

/** Holds the model of the last fit that succeeded: a fit that fails leaves it as it was. */
export class ParameterServerService implements MasterService {
  readonly nodeKind = "parameter-server-master";
  readonly #options: ParameterServerServiceOptions;
  readonly #runner: FitRunner;
  #model: TrainedModel | undefined;

  constructor(options: ParameterServerServiceOptions) {
    this.#options = options;
    this.#runner = new FitRunner({ algorithm: "parameter-server", ...options });
  }

  async fit({ warmStart = false, onEvent }: FitRequestOptions = {}): Promise<FitAnswer> {
    const { settings, source, workers, transport } = this.#options;
    const coordinator = parameterServerCoordinator(settings, {
      fitId: newFitId(),
      workers,
      source,
      ...(warmStart && { warmStart: this.#requireModel() }),
    });
    const { outcome, answer } = await this.#runner.run(coordinator, transport, onEvent);
    this.#model = outcome.model;
    return answer;
  }

  expectedColumns(): readonly string[] {
    return this.#requireModel().columns;
  }

  async predict(columns: string[], X: Matrix): Promise<Prediction> {
    const model = this.#requireModel();
    return {
      values: predictWith(model, columns, X),
      classes: model.classes && [...model.classes],
      failed: [],
    };
  }

  #requireModel(): TrainedModel {
    if (this.#model) return this.#model;
    throw notFitted(PATHS.parameterServer.fit);
  }

  stop(): void {
    this.#runner.stop();
  }
}
