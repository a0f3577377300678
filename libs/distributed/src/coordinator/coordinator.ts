import type { Label } from "@chimera/algorithms";
import type { ScheduleName } from "../pipeline/schedules/index.ts";
import type { ActionRecord } from "../pipeline/timeline.ts";
import type { ReplicaGroup } from "./fit-report.ts";

/** The name of a worker, unique in its fleet; the order of the fleet's names fixes the order of every sum. */
export type WorkerName = string;

/** An order on its way to one worker. */
export interface Addressed<Order> {
  to: WorkerName;
  order: Order;
}

/** What can happen to a coordinator. Time and failures are events: the coordinator itself never waits. */
export type CoordinatorEvent<Answer> =
  | { type: "answered"; worker: WorkerName; answer: Answer }
  | { type: "failed"; worker: WorkerName; reason: string };

/** What a coordinator tells whoever watches; see `RunEvent` for what the driver adds to it. */
export type Fact =
  /** Before round 1: what the workers' descriptions have in common; `null` where they do not tell. A regressor has no classes. */
  | { type: "data-agreed"; columns: readonly string[] | null; classes: readonly Label[] | null }
  | { type: "round-started"; round: number; asked: WorkerName[] }
  | {
      type: "round-finished";
      round: number;
      answered: WorkerName[];
      /** Mean loss over the rows of those who answered, before this round's update; `null` when nobody told one. */
      loss: number | null;
      /** With early stopping: mean loss over the rows held out, before this round's update. */
      validationLoss?: number | null;
      /** Euclidean norm of the update the master made. */
      updateNorm: number;
    }
  | { type: "note"; text: string }
  /** A pipeline: how the network is cut, and who computes what in which order. */
  | {
      type: "pipeline-planned";
      schedule: ScheduleName;
      chunks: number;
      microBatches: number;
      nReplicas: number;
      nStages: number;
      nRanks: number;
      workers: WorkerName[];
      /** The types of the layers of each part. */
      parts: string[][];
      nRounds: number;
    }
  /** A pipeline: all that one worker did in a round's steps, and when. */
  | {
      type: "stage-timeline";
      round: number;
      worker: WorkerName;
      replica: number;
      stage: number;
      rank: number;
      records: ActionRecord[];
    }
  /** A pipeline of several replicas has ended, and those who should hold the same weights do. */
  | { type: "replicas-compared"; round: number; replicas: ReplicaGroup[] };

/** One step of a coordinator: its next state, the orders to send, and what there is to tell. */
export interface Step<State, Order> {
  state: State;
  orders: Addressed<Order>[];
  facts: Fact[];
}

/**
 * A distributed algorithm seen from the master, as a pure state machine:
 *
 *     start() → (state, orders)          next(state, event) → (state, orders)
 *
 * It knows no network, clock or chance, so the same coordinator runs over HTTP, in one process and in a test.
 * Large buffers inside the state (parameters, sums) may be reused in place; a state is used once.
 *
 * A coordinator that cannot go on throws `CoordinationError` out of `start` or `next`.
 */
export interface Coordinator<State, Order, Answer, Outcome> {
  start(): Step<State, Order>;
  /**
   * What does not fit in an answer to the open orders, in a sentence; `undefined` when all does. The driver turns a
   * misfit into a failure of the worker that gave it: what arrives may be of another length, or of another program.
   */
  faultOf(state: State, answer: Answer): string | undefined;
  next(state: State, event: CoordinatorEvent<Answer>): Step<State, Order>;
  /** Defined once the algorithm has finished; then no orders are open. */
  outcome(state: State): Outcome | undefined;
}

/** The worker's side of a distributed algorithm: it answers orders from its own rows. */
export interface Participant<Order, Answer> {
  /** @throws ParticipantError when the order does not fit this worker's data or state. */
  answer(order: Order): Answer;
}

/** Carries orders to workers. In process, over HTTP, or simulated. */
export interface Transport<Order, Answer> {
  /**
   * Delivers an order and waits for its answer. Rejects, with a sentence that says what happened, when there is none.
   */
  deliver(to: WorkerName, order: Order, signal?: AbortSignal): Promise<Delivery<Answer>>;
}

export interface Delivery<Answer> {
  answer: Answer;
  /** Body bytes on the wire; 0 in process. */
  bytesSent: number;
  bytesReceived: number;
}

/** What a run's watcher sees: the coordinator's facts, and every order's fate as the driver measured it. */
export type RunEvent =
  | Fact
  | { type: "order-sent"; worker: WorkerName; order: string; round?: number }
  | {
      type: "answer-received";
      worker: WorkerName;
      order: string;
      round?: number;
      /** From sending the order to having the decoded answer. */
      latencyMs: number;
      bytesSent: number;
      bytesReceived: number;
    }
  | { type: "worker-failed"; worker: WorkerName; order: string; round?: number; reason: string };
