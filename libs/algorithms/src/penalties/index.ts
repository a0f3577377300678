export {
  addPenaltyGradient,
  createPenalty,
  penaltyValue,
  shrink,
  type Penalty,
  type PenaltyName,
  type PenaltyOptions,
} from "./penalty.ts";
