export { becomeMerged, fitRound, mergeObstacle, mergeRound, stepsOf } from "./merge-rounds.ts";
export { Pipeline, type PipelineClass, type PipelineParameters, type PipelineParts } from "./pipeline.ts";
export {
  cloneOf,
  type OwnClasses,
  type PipelineStep,
  type StepClass,
  type StepDescription,
} from "./steps.ts";
