export type {
  Addressed,
  Coordinator,
  CoordinatorEvent,
  Delivery,
  Fact,
  Participant,
  RunEvent,
  Step,
  Transport,
  WorkerName,
} from "./coordinator/coordinator.ts";
export { conduct, type ConductOptions, type Traffic } from "./coordinator/conduct.ts";
export { CoordinationError, ParticipantError } from "./coordinator/errors.ts";
export type { FitReport, ReplicaGroup, WorkerReport } from "./coordinator/fit-report.ts";
export {
  parameterServerCoordinator,
  type ParameterServerFit,
  type ParameterServerOutcome,
} from "./parameter-server/coordinator.ts";
export type {
  Computation,
  ParameterServerAnswer,
  ParameterServerOrder,
  PrepareOrder,
  WorkerDescription,
} from "./parameter-server/messages.ts";
export { localEpochStep, type WeightsAndBias } from "./parameter-server/local-epoch-step.ts";
export { modelSourceOf, type GradientEstimator, type ModelSource } from "./parameter-server/model-source.ts";
export { parameterServerParticipant } from "./parameter-server/participant.ts";
export type { Shard } from "./parameter-server/prepared-shard.ts";
export { ShardFeatures } from "./parameter-server/shard-features.ts";
export {
  resolveSettings,
  type ParameterServerOptions,
  type ParameterServerSettings,
} from "./parameter-server/settings.ts";
export { predictWith, type TrainedModel } from "./parameter-server/trained-model.ts";
export {
  aggregationFitCoordinator,
  type AggregationFit,
  type AggregationOutcome,
  type TrainedEnsemble,
} from "./aggregation/fit-coordinator.ts";
export type { AggregationAnswer, AggregationOrder, LearnerDescription } from "./aggregation/messages.ts";
export type { Voting, Weighting } from "./aggregation/combine.ts";
export { DRAW_DEFAULTS, resolveDrawing, type Drawing, type DrawOptions } from "./aggregation/draw-options.ts";
export type { OutOfBagSums } from "./aggregation/out-of-bag.ts";
export { aggregationParticipant, type LearnerShard } from "./aggregation/participant.ts";
export { aggregationPredictCoordinator, type EnsemblePrediction } from "./aggregation/predict-coordinator.ts";
export {
  ENSEMBLE_DEFAULTS,
  resolveEnsemble,
  type EnsembleOptions,
  type EnsembleSettings,
} from "./aggregation/settings.ts";
export { mergeCoordinator, type MergeFit, type MergeOutcome } from "./merge/coordinator.ts";
export type { MergeAnswer, MergeDescription, MergeOrder } from "./merge/messages.ts";
export { predictMerged, type MergedModel } from "./merge/model.ts";
export { mergeParticipant } from "./merge/participant.ts";
export { requireMerge, roundsOf, unfittedCopy, type MergeRounds } from "./merge/rounds.ts";
export { inProcessTransport } from "./in-process/transport.ts";
export * from "./peers/index.ts";
export * from "./pipeline/index.ts";
export {
  bubbleFormula,
  diagram,
  explainSchedule,
  pipelineSchedule,
  predictedBubble,
  simulate,
  SCHEDULE_NAMES as PIPELINE_SCHEDULE_NAMES,
  type Action,
  type Simulation,
  type Schedule as PipelineSchedule,
  type ScheduleName as PipelineScheduleName,
  type ScheduleShape,
} from "./pipeline/schedules/index.ts";
