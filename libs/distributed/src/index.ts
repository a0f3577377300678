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
export { CoordinationError, ParticipantError } from "./coordinator/errors.ts";
export type { FitReport, WorkerReport } from "./coordinator/fit-report.ts";
export type {
  Computation,
  ParameterServerAnswer,
  ParameterServerOrder,
  PrepareOrder,
  WorkerDescription,
} from "./parameter-server/messages.ts";
export type { ParameterServerOptions, ParameterServerSettings } from "./parameter-server/settings.ts";
export type { AggregationAnswer, AggregationOrder, LearnerDescription } from "./aggregation/messages.ts";
