import type { Matrix } from "@chimera/algorithms";
import {
  InterruptedTraining,
  ParticipantError,
  pipelineCoordinator,
  predictThroughStages,
  type Checkpoint,
  type PipelineAnswer,
  type PipelineOrder,
  type PipelineSettings,
  type StandingNetwork,
  type TrainedNetwork,
  type Transport,
  type WorkerName,
} from "@chimera/distributed";
import { PATHS, TENSORS_TYPE, type FitAnswer, type WireBody } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { predictionOf, type Prediction } from "../predict/prediction.ts";
import { encodeNetwork } from "../networks/network-file.ts";
import { newFitId } from "./fit-id.ts";
import { FitRunner } from "./fit-runner.ts";
import { fitRuns, notFitted } from "./refusals.ts";
import type { FitRequestOptions, MasterService } from "./service.ts";

export interface PipelineServiceOptions {
  settings: PipelineSettings;
  workers: readonly WorkerName[];
  transport: Transport<PipelineOrder, PipelineAnswer>;
  logs: NodeLogs;
  runsDir: string;
}

/** The network of the last fit that succeeded: on the workers, and in one piece. */
interface Fitted extends StandingNetwork {
  readonly model: TrainedNetwork;
}

/** Keeps the network of the last fit that succeeded, and the checkpoint of one that did not. */
export class PipelineService implements MasterService {
  readonly nodeKind = "pipeline-master";
  readonly #options: PipelineServiceOptions;
  readonly #runner: FitRunner;
  #fitted: Fitted | undefined;
  /** Where the next warm start goes on. */
  #checkpoint: Checkpoint | null = null;
  #nPredictions = 0;
  /** Predictions go through the stages one after another. */
  #lastPrediction: Promise<unknown> = Promise.resolve();

  constructor(options: PipelineServiceOptions) {
    this.#options = options;
    this.#runner = new FitRunner({
      algorithm: "pipeline",
      ...options,
      settings: described(options.settings),
    });
  }

  async fit({ warmStart = false, onEvent }: FitRequestOptions = {}): Promise<FitAnswer> {
    const { settings, workers, transport } = this.#options;
    const from = warmStart ? this.#requireCheckpoint() : undefined;
    const fitId = newFitId();
    const coordinator = pipelineCoordinator(settings, { fitId, workers, ...(from && { from }) });
    try {
      const { outcome, answer } = await this.#runner.run(coordinator, transport, onEvent);
      const { model, training, runId } = outcome;
      const checkpoint = training.checkpoint!;
      this.#fitted = { model, plan: training.plan, checkpoint, runId };
      // A fit that goes on from a finished one counts its rounds afresh.
      this.#checkpoint = { ...checkpoint, round: 0 };
      return answer;
    } catch (error) {
      if (error instanceof InterruptedTraining && error.checkpoint !== null)
        this.#checkpoint = error.checkpoint;
      throw error;
    }
  }

  expectedColumns(): readonly string[] {
    return this.#requireFitted().plan.columns;
  }

  predict(columns: string[], X: Matrix): Promise<Prediction> {
    const next = this.#lastPrediction.then(() => this.#predict(columns, X));
    this.#lastPrediction = next.catch(() => undefined);
    return next;
  }

  async #predict(columns: string[], X: Matrix): Promise<Prediction> {
    const fitted = this.#requireFitted();
    const id = String(++this.#nPredictions);
    const { transport } = this.#options;
    const { predictions, runId } = await predictThroughStages(fitted, transport, columns, X, id);
    this.#fitted = { ...fitted, runId };
    return predictionOf(predictions, fitted.plan.classes && [...fitted.plan.classes]);
  }

  network(): WireBody {
    return { contentType: TENSORS_TYPE, body: encodeNetwork(this.#requireFitted().model) };
  }

  #requireFitted(): Fitted {
    if (this.#runner.isBusy) throw fitRuns();
    if (this.#fitted) return this.#fitted;
    throw notFitted(PATHS.pipeline.fit);
  }

  #requireCheckpoint(): Checkpoint {
    if (this.#checkpoint) return this.#checkpoint;
    throw new ParticipantError(
      "conflict",
      "There is nothing to go on from yet: fit without warmStart first.",
    );
  }

  stop(): void {
    this.#runner.stop();
  }
}

/** The settings as JSON tells them: of types of layers and an estimator their names. */
function described(settings: PipelineSettings): object {
  const { estimator, layers, inputShape, dtype, layerTypes, ...training } = settings;
  const network = estimator === null ? { layers, inputShape, dtype } : { estimator: estimator.name };
  return { ...network, layerTypes: Object.keys(layerTypes), ...training };
}
