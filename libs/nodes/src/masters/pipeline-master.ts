import { checkPositive, chooseNetworkLoss, readyLayers, type Task } from "@chimera/algorithms";
import {
  checkLayersAhead,
  gridFor,
  resolvePipeline,
  type LayeredEstimator,
  type PipelineOptions,
  type PipelineSettings,
} from "@chimera/distributed";
import { fitProjectInOneProcess, type OneProcessFit } from "../networks/fit-in-one-process.ts";
import { projectFolder } from "../project-folder.ts";
import { httpTransport } from "../transport/http-transport.ts";
import { pipelineTransport } from "../transport/pipeline-transport.ts";
import { stageWire } from "../transport/stage-wire.ts";
import { Master, type ServiceParts } from "./master.ts";
import { PipelineService } from "./pipeline-service.ts";
import type { MasterService } from "./service.ts";

export interface PipelineMasterOptions extends PipelineOptions {
  /** Seconds > 0 that training waits for a worker that failed to be there again. Default 30. */
  returnSeconds?: number;
}

const RETURN_SECONDS = 30;

/**
 * The master of a pipeline: one network whose layers are split over workers that each hold a copy of the data set. With a
 * task it is the network of the option `layers`; an estimator with `layers` brings its own, and of its parameters only those
 * that say what the network is count here: how it is trained is said by the options.
 *
 *     run(new PipelineMaster("classifier", { layers: [dense(64, { activation: "relu" }), dense(10)], stages: 2 }), 8080);
 *     run(new PipelineMaster(new MLPClassifier({ hiddenLayerSizes: [64, 32] }), { stages: 3 }), 8080);
 */
export class PipelineMaster extends Master {
  readonly kind = "pipeline";
  readonly task: Task;
  readonly settings: PipelineSettings;
  readonly returnSeconds: number;

  /** @throws ParameterError that names the option, its rule and the value; or the method that the estimator lacks. */
  constructor(taskOrEstimator: Task | LayeredEstimator, options: PipelineMasterOptions = {}) {
    super();
    const { returnSeconds = RETURN_SECONDS, ...others } = { ...options };
    checkPositive("returnSeconds", returnSeconds);
    this.settings = resolvePipeline(taskOrEstimator, others, { returnSeconds });
    this.task = this.settings.task;
    this.returnSeconds = returnSeconds;
  }

  override async ready(): Promise<void> {
    const { estimator, layers, loss } = this.settings;
    await estimator?.ready?.();
    await readyLayers(layers, loss ?? "");
    if (loss !== null) chooseNetworkLoss(loss);
    checkLayersAhead(this.settings);
  }

  override requireWorkers(names: readonly string[]): void {
    gridFor(this.settings, names);
  }

  /**
   * What `fit` does, without workers: trains the whole network in this process, on the data set that each of the project's
   * workers has a copy of, and with the kernels that `CHIMERA_KERNELS` names. The weights are those of the pipeline, bit for
   * bit; with `tensorParallel` up to the order of sums.
   *
   * @param projectDir the user's folder. Default: `CHIMERA_PROJECT`, else the folder of the program's main file.
   * @throws ConfigError, DatasetError for a project that cannot be read; ParameterError, DataError, CoordinationError for what its
   *     rows do not allow.
   */
  async fitInOneProcess({
    projectDir = projectFolder(),
  }: { projectDir?: string } = {}): Promise<OneProcessFit> {
    await this.ready();
    return fitProjectInOneProcess(this.settings, projectDir);
  }

  get maxRounds(): number {
    return this.settings.epochs * this.settings.roundsPerEpoch;
  }

  protected createService({ calls, peerUrls, ...parts }: ServiceParts): MasterService {
    const transport = httpTransport(calls, stageWire(peerUrls), parts.logs);
    return new PipelineService({
      settings: this.settings,
      transport: pipelineTransport(transport, this.returnSeconds),
      ...parts,
    });
  }
}
