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
import { seatOf, workerAt, type Seat } from "./grid.ts";
import { updatePart, type Part, type PartNetwork } from "./part.ts";
import { partOf, type TrainingPlan } from "./plan.ts";
import { pipelineSchedule, type Action } from "./schedules/index.ts";
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
export interface StageData {
  readonly nRows: number;
  /** For the worker with the first part. */
  readonly inputs: Tensor;
  /** For the one with the last. */
  readonly targets: Float64Array;
  readonly sampleWeight?: Float64Array;
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

/** A forward that has not gone back. */
interface Open {
  readonly batch: MicroBatch;
  /** What came from the stage before: the batch refers to it. */
  readonly received?: Tensor;
  /** When the output has left, where it goes on to another stage. */
  outputSent?: Promise<void>;
  /** ∂L/∂output, where the loss is computed here. */
  readonly outputGradient?: Tensor;
}

/** One step while it is under way. */
interface StepState {
  readonly step: number;
  readonly rows: Int32Array;
  readonly open: Map<string, Open>;
  readonly sends: Promise<void>[];
  readonly records: ActionRecord[];
  /** Rejects as soon as something could not be sent: nobody shall wait for an answer to it. */
  readonly sendFailed: Promise<never>;
  readonly failSend: (error: unknown) => void;
  loss: number;
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
  readonly #inputMemory = new Map<number, Floats>();

  constructor(parts: StageParts) {
    const { plan, name, data } = parts;
    const { grid, chunks, microBatches: nMicroBatches, batchSize, seed, shuffle } = plan;
    this.#parts = parts;
    this.#seat = seatOf(grid, name);
    const shape = { nStages: grid.nStages, nChunks: chunks, nMicroBatches };
    this.#actions = pipelineSchedule(plan.schedule, shape).actions[this.#seat.stage];
    this.#batches = new BatchPlan({ nRows: data.nRows, batchSize, seed, shuffle });
    this.#loss = chooseNetworkLoss(plan.loss);
    this.#lastPart = grid.nStages * chunks - 1;
  }

  /** Does the steps [from, to). @throws Error when a message cannot be sent or the run is abandoned; DataError. */
  async run(from: number, to: number): Promise<StageRound> {
    const records: ActionRecord[] = [];
    let [loss, nRows, squaredUpdate] = [0, 0, 0];
    for (let step = from; step < to; step++) {
      const state = this.#begin(step, records);
      for (const action of this.#actions) await this.#do(action, state);
      await Promise.all(state.sends);
      await this.#reduce(state);
      squaredUpdate = this.#update(state);
      loss += state.loss * state.rows.length;
      nRows += state.rows.length;
    }
    const hasLast = this.#parts.parts.some((_, chunk) => this.#partAt(chunk) === this.#lastPart);
    return { loss: hasLast ? loss : null, nRows, squaredUpdate, records };
  }

  #begin(step: number, records: ActionRecord[]): StepState {
    let failSend = (_error: unknown): void => undefined;
    const sendFailed = new Promise<never>((_, reject) => (failSend = reject));
    sendFailed.catch(() => undefined);
    for (const { gradient } of this.#parts.parts) gradient.fill(0);
    const rows = this.#batches.batchOf(step);
    return { step, rows, open: new Map(), sends: [], records, sendFailed, failSend, loss: 0 };
  }

  async #do(action: Action, state: StepState): Promise<void> {
    await this.#parts.breathe();
    if (action.type === "forward") await this.#forward(action, state);
    else await this.#backward(action, state);
  }

  async #forward({ microBatch, chunk }: Action, state: StepState): Promise<void> {
    const { plan, parts, now } = this.#parts;
    const { network, weights } = parts[chunk];
    const k = this.#partAt(chunk);
    const j = this.#seat.replica * plan.microBatches + microBatch;
    const rows = microBatchOf(state.rows, j, plan.grid.nReplicas * plan.microBatches);
    const asked = now();
    const received = k === 0 ? undefined : await this.#receive(k - 1, tagOf("forward", j, k), state);
    const input = received ?? this.#inputsAt(rows, microBatch);
    const start = now();
    const moment = { training: true, seed: plan.seed, step: state.step, microBatch: j };
    const batch = await network.forward(weights, input, moment);
    const outputGradient = k === this.#lastPart ? this.#evaluate(batch, rows, state) : undefined;
    const open: Open = { batch, ...(received && { received }), ...(outputGradient && { outputGradient }) };
    state.open.set(`${chunk} ${microBatch}`, open);
    const record = this.#record(state, { type: "forward", microBatch, chunk }, asked, start);
    if (k < this.#lastPart)
      open.outputSent = this.#send(k + 1, tagOf("forward", j, k + 1), batch.output, state, record);
  }

  async #backward({ microBatch, chunk }: Action, state: StepState): Promise<void> {
    const { plan, parts, now } = this.#parts;
    const { network, gradient } = parts[chunk];
    const k = this.#partAt(chunk);
    const j = this.#seat.replica * plan.microBatches + microBatch;
    const key = `${chunk} ${microBatch}`;
    const open = state.open.get(key) as Open;
    const asked = now();
    const D = open.outputGradient ?? (await this.#receive(k + 1, tagOf("backward", j, k), state));
    const start = now();
    const inputGradient = await network.backward(open.batch, D, gradient, { inputGradient: k > 0 });
    const record = this.#record(state, { type: "backward", microBatch, chunk }, asked, start);
    state.open.delete(key);
    const sent =
      inputGradient && this.#send(k - 1, tagOf("backward", j, k - 1), inputGradient, state, record);
    // Its memory, and that of the messages, may be used again when nothing is being sent from it any more.
    Promise.all([open.outputSent, sent]).then(
      () => this.#release(open, D, network),
      () => undefined,
    );
  }

  #release({ batch, received, outputGradient }: Open, D: Tensor, network: PartNetwork): void {
    const { peers } = this.#parts;
    network.release(batch);
    if (received) peers.release(received);
    if (outputGradient === undefined) peers.release(D);
  }

  /** The loss of one micro-batch, a share of its batch's. @returns ∂L/∂output */
  #evaluate({ output, lease }: MicroBatch, rows: Int32Array, state: StepState): Tensor {
    const { targets, sampleWeight } = this.#parts.data;
    const y = Float64Array.from(rows, (row) => targets[row]);
    const s = sampleWeight && Float64Array.from(rows, (row) => sampleWeight[row]);
    const gradient = lease.take(output.data.length);
    const options = { total: state.rows.length, ...(s && { sampleWeight: s }) };
    state.loss += this.#loss.evaluate(output, y, gradient, options);
    return { shape: output.shape, data: gradient };
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

  /** Replicas sum their gradients; then the norm of all gradients of the network is cut. */
  async #reduce(state: StepState): Promise<void> {
    const { plan, now } = this.#parts;
    const exchange = { ...this.#parts, seat: this.#seat, step: state.step };
    if (plan.grid.nReplicas > 1) {
      const start = now();
      await sumOverReplicas(exchange);
      this.#record(state, { type: "all-reduce", microBatch: 0, chunk: 0 }, start, start);
    }
    if (plan.clipNorm !== null) await clipTogether(exchange, plan.clipNorm);
  }

  #update(state: StepState): number {
    const { plan, parts, now } = this.#parts;
    const start = now();
    const squared = parts.reduce((sum, part) => sum + updatePart(part, plan, state.step), 0);
    this.#record(state, { type: "update", microBatch: 0, chunk: 0 }, start, start);
    return squared;
  }

  #receive(part: number, tag: string, state: StepState): Promise<Tensor> {
    const received = this.#parts.peers.receive(this.#workerOf(part), this.#tag(state, tag));
    return Promise.race([received, state.sendFailed]);
  }

  #send(part: number, tag: string, message: Tensor, state: StepState, record: ActionRecord): Promise<void> {
    const { peers, now } = this.#parts;
    const begun = now();
    const sent = peers.send(this.#workerOf(part), this.#tag(state, tag), message).then(() => {
      record.sendMs = now() - begun;
    });
    record.bytes = message.data.byteLength;
    sent.catch(state.failSend);
    state.sends.push(sent);
    return sent;
  }

  #tag({ step }: StepState, tag: string): string {
    return `${this.#parts.runId} ${step} ${tag}`;
  }

  #partAt(chunk: number): number {
    return partOf(this.#parts.plan.grid, this.#seat.stage, chunk);
  }

  #workerOf(part: number): WorkerName {
    const { grid } = this.#parts.plan;
    return workerAt(grid, { ...this.#seat, stage: part % grid.nStages });
  }

  #record(
    { step, records, open }: StepState,
    what: Pick<ActionRecord, "type" | "microBatch" | "chunk">,
    asked: number,
    start: number,
  ): ActionRecord {
    const computeMs = this.#parts.now() - start;
    const record = {
      step,
      ...what,
      waitMs: start - asked,
      start,
      computeMs,
      sendMs: 0,
      bytes: 0,
      stored: open.size,
    };
    records.push(record);
    return record;
  }
}

/** Of a message to part k. */
function tagOf(direction: Action["type"], microBatch: number, k: number): string {
  return `${direction} ${microBatch} to part ${k}`;
}
