export { gridFor, planFor, type PipelineAgreement } from "./agreement.ts";
export { checkLayersAhead } from "./check-layers.ts";
export {
  pipelineCoordinator,
  type PipelineFit,
  type PipelineOutcome,
  type PipelineState,
} from "./coordinator.ts";
export { fitInOneProcess, type OneProcessFit } from "./fit-in-one-process.ts";
export type { LayeredEstimator } from "./layered-estimator.ts";
export type {
  PipelineAnswer,
  PipelineOrder,
  PredictOrder,
  PrepareStageOrder,
  StageDescription,
  TrainedAnswer,
  TrainOrder,
} from "./messages.ts";
export { predictionsOf } from "./outputs.ts";
export type { PartState } from "./part.ts";
export { stageParticipant, type StageParticipant } from "./participant.ts";
export { predictThroughStages, type StandingNetwork } from "./predict.ts";
export type { StageSurroundings } from "./prepare-stage.ts";
export { InterruptedTraining } from "./recovery.ts";
export { networkFor, type TrainingPlan } from "./plan.ts";
export { trainInOneProcess, type SerialTraining } from "./serial.ts";
export { resolvePipeline, type PipelineOptions, type PipelineSettings } from "./settings.ts";
export type { StageShard } from "./stage-shard.ts";
export type { ActionRecord, Clock } from "./timeline.ts";
export { outputsOf, type TrainedNetwork } from "./trained-network.ts";
export type { Checkpoint, PipelineTraining } from "./training.ts";
