import {
  aggregationFitCoordinator,
  aggregationPredictCoordinator,
  conduct,
  CoordinationError,
  ParticipantError,
  type AggregationAnswer,
  type AggregationOrder,
  type EnsemblePrediction,
  type EnsembleSettings,
  type TrainedEnsemble,
  type Transport,
  type WorkerName,
} from "@chimera/distributed";
import type { Label, Matrix } from "@chimera/algorithms";
import { PATHS, type FitAnswer } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { predictionOf, type Prediction } from "../predict/prediction.ts";
import { newFitId } from "./fit-id.ts";
import { FitRunner } from "./fit-runner.ts";
import { fitRuns, notFitted } from "./refusals.ts";
import type { FitRequestOptions, MasterService } from "./service.ts";

export interface AggregationServiceOptions {
  settings: EnsembleSettings;
  workers: readonly WorkerName[];
  transport: Transport<AggregationOrder, AggregationAnswer>;
  logs: NodeLogs;
  runsDir: string;
}

/** Knows which workers hold a model of the last fit, and takes the mean, or the votes, of what they predict. */
export class AggregationService implements MasterService {
  readonly nodeKind = "aggregation-master";
  readonly #options: AggregationServiceOptions;
  readonly #runner: FitRunner;
  #ensemble: TrainedEnsemble | undefined;

  constructor(options: AggregationServiceOptions) {
    this.#options = options;
    this.#runner = new FitRunner({ algorithm: "aggregation", ...options });
  }

  async fit({ warmStart = false, onEvent }: FitRequestOptions = {}): Promise<FitAnswer> {
    if (warmStart) {
      throw new ParticipantError(
        "invalid",
        "Bagging fits its learners afresh: ask for a fit without warmStart.",
      );
    }
    const { settings, workers, transport } = this.#options;
    const coordinator = aggregationFitCoordinator({ ...settings, fitId: newFitId(), workers });
    const { outcome, answer } = await this.#runner.run(coordinator, transport, onEvent);
    this.#ensemble = outcome.ensemble;
    return answer;
  }

  expectedColumns(): readonly string[] | null {
    return this.#requireEnsemble().columns;
  }

  takesMissing(): boolean {
    return this.#requireEnsemble().takesMissing ?? false;
  }

  async predict(columns: string[], X: Matrix): Promise<Prediction> {
    const ensemble = this.#requireEnsemble();
    const prediction = await this.#ask(ensemble, columns, X);
    for (const { name, reason } of prediction.failed) {
      this.#options.logs.status.error({ worker: name }, `${name} failed at predict: ${reason}`);
    }
    const { values, failed } = prediction;
    return predictionOf(values, classesOf(ensemble, values), failed);
  }

  async #ask(ensemble: TrainedEnsemble, columns: string[], X: Matrix): Promise<EnsemblePrediction> {
    const coordinator = aggregationPredictCoordinator(ensemble, columns, X);
    try {
      const { outcome } = await conduct(coordinator, this.#options.transport, {
        now: () => performance.now(),
      });
      return outcome;
    } catch (error) {
      if (!(error instanceof CoordinationError) || error.reason !== "no-workers") throw error;
      throw new CoordinationError(
        error.reason,
        `All predict responses from workers failed. ${error.message}`,
      );
    }
  }

  #requireEnsemble(): TrainedEnsemble {
    if (this.#runner.isBusy) throw fitRuns();
    if (this.#ensemble) return this.#ensemble;
    throw notFitted(PATHS.aggregation.fit);
  }

  stop(): void {
    this.#runner.stop();
  }
}

/** Workers of chimera 0.1 do not tell their labels: then the classes are called 0, 1, … */
function classesOf({ task, classes }: TrainedEnsemble, { nColumns }: Matrix): Label[] | null {
  return task === "regressor" ? null : (classes ?? Array.from({ length: nColumns }, (_, k) => k));
}
