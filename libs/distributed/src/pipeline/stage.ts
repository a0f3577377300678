import {
  chooseNetworkLoss,
  type Floats,
  type MicroBatch,
  type NetworkLoss,
  type Tensor,
} from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Peers } from "../peers/index.ts";
import { BatchPlan, microBatchOf } from "./batches.ts";
import { clipTogether, sumOverReplicas } from "./gradient-exchange.ts";
import { partOf, seatOf, type Seat } from "./grid.ts";
import { microBatchLoss, type Targets } from "./micro-batch-loss.ts";
import { Neighbours } from "./neighbours.ts";
import { updatePart, type Part, type PartNetwork } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
import { pipelineSchedule, type Action } from "./schedules/index.ts";
import { StepUnderWay, type OpenForward } from "./step-under-way.ts";
import type { ActionRecord, Clock } from "./timeline.ts";
import { floatsOf, takeInputs } from "./training-data.ts";

/** What a stage needs besides its plan. */
export interface StageParts {
  readonly name: WorkerName;
  readonly plan: TrainingPlan;
  /** Names this training in the tags of its messages. */
  readonly runId: string;
  /** One for each chunk. */
  readonly parts: readonly Part[];
  readonly data: StageData;
  readonly peers: Peers;
  readonly now: Clock;
  /** Lets messages come in and go out between two computations. */
  readonly breathe: () => Promise<void>;
}

/** The worker's copy of the data set, as far as its parts need it. */
export interface StageData extends Targets {
  readonly nRows: number;
  /** For the worker with the first part. (Targets are for the one with the last.) */
  readonly inputs: Tensor;
}

export interface StageRound {
  /** Σ over the steps of rows × mean loss, of this replica's rows, before each update; `null` unless it has the last part. */
  readonly loss: number | null;
  /** Of the batches of all replicas. */
  readonly nRows: number;
  /** ‖step‖² of its parts in the last update. */
  readonly squaredUpdate: number;
  readonly records: ActionRecord[];
}

/**
 * One worker of a pipeline. In every step it does its schedule's actions in their order, each when its input has come:
 *
 *     forward j     A_k ← f_k(A_{k−1}; θ_k)                       A to the stage behind
 *     backward j    ∂L/∂θ_k += …,   ∂L/∂A_{k−1} ← …               ∂L/∂A to the stage before
 *
 * and then updates its own θ_k. There is no barrier: each stage begins the next step when it has finished this one.
 *
 * Sources: Huang et al., GPipe, 2019; Narayanan et al., Memory-Efficient Pipeline-Parallel DNN Training, 2021.
 */
export class Stage {
  readonly #parts: StageParts;
  readonly #seat: Seat;
  readonly #actions: readonly Action[];
  readonly #batches: BatchPlan;
  readonly #loss: NetworkLoss;
  readonly #lastPart: number;
  readonly #neighbours: Neighbours;
  readonly #inputMemory = new Map<number, Floats>();

  constructor(parts: StageParts) {
    const { plan, name, data, peers, runId } = parts;
    const { grid, chunks, microBatches: nMicroBatches, batchSize, seed, shuffle } = plan;
    this.#parts = parts;
    this.#seat = seatOf(grid, name);
    const shape = { nStages: grid.nStages, nChunks: chunks, nMicroBatches };
    this.#actions = pipelineSchedule(plan.schedule, shape).actions[this.#seat.stage];
    this.#batches = new BatchPlan({ nRows: data.nRows, batchSize, seed, shuffle });
    this.#loss = chooseNetworkLoss(plan.loss);
    this.#lastPart = grid.nStages * chunks - 1;
    this.#neighbours = new Neighbours(peers, grid, this.#seat, runId);
  }

  /** Does the steps [from, to). @throws Error when a message cannot be sent or the run is abandoned; DataError. */
  async run(from: number, to: number): Promise<StageRound> {
    const records: ActionRecord[] = [];
    let [loss, nRows, squaredUpdate] = [0, 0, 0];
    for (let step = from; step < to; step++) {
      const state = this.#begin(step, records);
      for (const action of this.#actions) await this.#do(action, state);
      const asked = this.#parts.now();
      await state.allSent();
      const reduced = await this.#reduce(state, asked);
      squaredUpdate = this.#update(state, reduced ? this.#parts.now() : asked);
      loss += state.loss * state.rows.length;
      nRows += state.rows.length;
    }
    const hasLast = this.#parts.parts.some((_, chunk) => this.#partAt(chunk) === this.#lastPart);
    return { loss: hasLast ? loss : null, nRows, squaredUpdate, records };
  }

  #begin(step: number, records: ActionRecord[]): StepUnderWay {
    for (const { gradient } of this.#parts.parts) gradient.fill(0);
    return new StepUnderWay(step, this.#batches.batchOf(step), this.#neighbours, this.#parts.now, records);
  }

  async #do(action: Action, state: StepUnderWay): Promise<void> {
    await this.#parts.breathe();
    if (action.type === "forward") await this.#forward(action, state);
    else await this.#backward(action, state);
  }

  async #forward({ microBatch, chunk }: Action, state: StepUnderWay): Promise<void> {
    const { plan, parts, now } = this.#parts;
    const { network, weights } = parts[chunk];
    const k = this.#partAt(chunk);
    const j = this.#numberOf(microBatch);
    const rows = microBatchOf(state.rows, j, plan.grid.nReplicas * plan.microBatches);
    const asked = now();
    const received = k === 0 ? undefined : await state.receive(k - 1, k, `forward ${j}`, rows.length);
    const input = received ?? this.#inputsAt(rows, microBatch);
    const start = now();
    const moment = { training: true, seed: plan.seed, step: state.step, microBatch: j };
    const batch = await network.forward(weights, input, moment);
    const outputGradient = k === this.#lastPart ? this.#evaluate(batch, rows, state) : undefined;
    const open: OpenForward = {
      batch,
      ...(received && { received }),
      ...(outputGradient && { outputGradient }),
    };
    state.open.set(keyOf(chunk, microBatch), open);
    const what = { type: "forward", microBatch, chunk } as const;
    const record = state.record(what, asked, start, network.exchanged?.());
    if (k < this.#lastPart) open.outputSent = state.send(k + 1, `forward ${j}`, batch.output, record);
  }

  async #backward({ microBatch, chunk }: Action, state: StepUnderWay): Promise<void> {
    const { parts, now } = this.#parts;
    const { network, gradient } = parts[chunk];
    const k = this.#partAt(chunk);
    const j = this.#numberOf(microBatch);
    const key = keyOf(chunk, microBatch);
    const open = state.open.get(key)!;
    const asked = now();
    const D =
      open.outputGradient ?? (await state.receive(k + 1, k, `backward ${j}`, open.batch.output.shape[0]));
    const start = now();
    const inputGradient = await network.backward(open.batch, D, gradient, { inputGradient: k > 0 });
    const what = { type: "backward", microBatch, chunk } as const;
    const record = state.record(what, asked, start, network.exchanged?.());
    state.open.delete(key);
    const sent = inputGradient && state.send(k - 1, `backward ${j}`, inputGradient, record);
    // Its memory, and that of the messages, may be used again when nothing is being sent from it any more.
    Promise.all([open.outputSent, sent]).then(
      () => this.#release(open, D, network),
      () => undefined,
    );
  }

  #release({ batch, received, outputGradient }: OpenForward, D: Tensor, network: PartNetwork): void {
    network.release(batch);
    if (received) this.#neighbours.release(received);
    if (outputGradient === undefined) this.#neighbours.release(D);
  }

  /** Adds the micro-batch's share of the loss. @returns ∂L/∂output */
  #evaluate(batch: MicroBatch, rows: Int32Array, state: StepUnderWay): Tensor {
    const { data } = this.#parts;
    const { share, outputGradient } = microBatchLoss(this.#loss, batch, data, rows, state.rows.length);
    state.loss += share;
    return outputGradient;
  }

  /** In memory that is used again for the same micro-batch of the next step. */
  #inputsAt(rows: Int32Array, microBatch: number): Tensor {
    const { inputs } = this.#parts.data;
    const length = (rows.length * inputs.data.length) / inputs.shape[0];
    let memory = this.#inputMemory.get(microBatch);
    if (memory === undefined || memory.length < length) {
      this.#inputMemory.set(microBatch, (memory = floatsOf(this.#parts.plan.dtype, length)));
    }
    return takeInputs(inputs, rows, memory.subarray(0, length));
  }

  /**
   * Replicas sum their gradients; then the norm of all gradients of the network is cut.
   *
   * @param asked when all was computed. @returns whether anything was exchanged.
   */
  async #reduce(state: StepUnderWay, asked: number): Promise<boolean> {
    const { plan, now } = this.#parts;
    const exchange = { ...this.#parts, seat: this.#seat, step: state.step };
    const start = now();
    let bytes = 0;
    if (plan.grid.nReplicas > 1) bytes += await sumOverReplicas(exchange);
    if (plan.clipNorm !== null) bytes += await clipTogether(exchange, plan.clipNorm);
    if (bytes === 0) return false;
    state.record({ type: "all-reduce", microBatch: 0, chunk: 0 }, asked, start, { ms: now() - start, bytes });
    return true;
  }

  #update(state: StepUnderWay, asked: number): number {
    const { plan, parts, now } = this.#parts;
    const start = now();
    const squared = parts.reduce((sum, part) => sum + updatePart(part, plan, state.step), 0);
    state.record({ type: "update", microBatch: 0, chunk: 0 }, asked, start);
    return squared;
  }

  /** A micro-batch's number over all replicas. */
  #numberOf(microBatch: number): number {
    return this.#seat.replica * this.#parts.plan.microBatches + microBatch;
  }

  #partAt(chunk: number): number {
    return partOf(this.#parts.plan.grid, this.#seat.stage, chunk);
  }
}

function keyOf(chunk: number, microBatch: number): string {
  return `${chunk} ${microBatch}`;
}
