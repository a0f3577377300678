export { chooseLoss, isExpression, readyLoss } from "./choose-loss.ts";
export { loadExpressions } from "./expression/index.ts";
export { PROBABILITIES, RESPONSES, type ProbabilityName, type ResponseName } from "./links.ts";
export { logLoss, sigmoid } from "./log-loss.ts";
export { createLoss, lossNames, type Loss, type LossName, type LossOptions } from "./losses.ts";
export type { PointwiseLoss } from "./pointwise-loss.ts";
export { softmaxLoss, softmaxOfRow, type MultinomialLoss } from "./softmax.ts";
export { squaredError } from "./squared-error.ts";
