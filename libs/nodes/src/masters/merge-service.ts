import type { Estimator, Matrix, Task } from "@chimera/algorithms";
import {
  mergeCoordinator,
  ParticipantError,
  predictMerged,
  roundsOf,
  type MergeAnswer,
  type MergedModel,
  type MergeOrder,
  type Transport,
  type WorkerName,
} from "@chimera/distributed";
import { PATHS, type FitAnswer } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { predictionOf, type Prediction } from "../predict/prediction.ts";
import { newFitId } from "./fit-id.ts";
import { FitRunner } from "./fit-runner.ts";
import { notFitted } from "./refusals.ts";
import type { FitRequestOptions, MasterService } from "./service.ts";

export interface MergeServiceOptions {
  settings: { task: Task; seed: number };
  /** Stays as it is: each fit makes a model of its own. */
  estimator: Estimator;
  workers: readonly WorkerName[];
  transport: Transport<MergeOrder, MergeAnswer>;
  logs: NodeLogs;
  runsDir: string;
}

/** Holds the merged model of the last fit, and predicts with it alone. */
export class MergeService implements MasterService {
  readonly nodeKind = "aggregation-master";
  readonly #options: MergeServiceOptions;
  readonly #runner: FitRunner;
  #model: MergedModel | undefined;

  constructor(options: MergeServiceOptions) {
    this.#options = options;
    const { settings, estimator } = options;
    const described = {
      ...settings,
      combine: "merge",
      estimator: estimator.name,
      parameters: estimator.getParams(),
    };
    this.#runner = new FitRunner({ algorithm: "aggregation", ...options, settings: described });
  }

  async fit({ warmStart = false, onEvent }: FitRequestOptions = {}): Promise<FitAnswer> {
    if (warmStart) {
      throw new ParticipantError(
        "invalid",
        "Merging starts from the workers' rows afresh: ask for a fit without warmStart.",
      );
    }
    const { settings, workers, transport } = this.#options;
    const rounds = roundsOf(this.#options.estimator);
    const coordinator = mergeCoordinator({ ...settings, fitId: newFitId(), workers, rounds });
    const { outcome, answer } = await this.#runner.run(coordinator, transport, onEvent);
    this.#model = outcome;
    return answer;
  }

  expectedColumns(): readonly string[] {
    return this.#requireModel().columns;
  }

  takesMissing(): boolean {
    return this.#requireModel().estimator.takesMissing ?? false;
  }

  async predict(columns: string[], X: Matrix): Promise<Prediction> {
    const model = this.#requireModel();
    return predictionOf(predictMerged(model, columns, X), model.classes);
  }

  #requireModel(): MergedModel {
    if (this.#model) return this.#model;
    throw notFitted(PATHS.aggregation.fit);
  }

  stop(): void {
    this.#runner.stop();
  }
}
