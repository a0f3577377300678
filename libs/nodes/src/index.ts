export { ListenError, type RunningNode } from "./http/listen.ts";
export { AggregationMaster } from "./masters/aggregation-master.ts";
export type { AggregationOptions } from "./masters/aggregation-options.ts";
export { Master, type ListenOptions, type RunningMaster } from "./masters/master.ts";
export {
  ParameterServerMaster,
  type ParameterServerMasterOptions,
} from "./masters/parameter-server-master.ts";
export { PipelineMaster, type PipelineMasterOptions } from "./masters/pipeline-master.ts";
export type { FitRequestOptions } from "./masters/service.ts";
export type { OneProcessFit } from "./networks/fit-in-one-process.ts";
export {
  LoadedNetwork,
  loadNetwork,
  NetworkFileError,
  type LoadNetworkOptions,
} from "./networks/load-network.ts";
export { decodeNetwork, encodeNetwork } from "./networks/network-file.ts";
export type { WorkerMessage } from "./node-process.ts";
export type { Prediction } from "./predict/prediction.ts";
export type { WorkerAddress } from "./transport/worker-calls.ts";
export { ClassificationWorker, RegressionWorker, type ModelWorkerOptions } from "./workers/model-worker.ts";
export { SGDWorker, type SGDWorkerOptions } from "./workers/sgd-worker.ts";
export { StageWorker, type StageWorkerOptions } from "./workers/stage-worker.ts";
