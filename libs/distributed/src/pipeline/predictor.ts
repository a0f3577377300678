import { matrix, sizeOf, type DType, type Scaling, type Shape, type Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type { Peers } from "../peers/index.ts";
import { seatOf, workerAt, type Seat } from "./grid.ts";
import type { PredictOrder } from "./messages.ts";
import type { Part } from "./part.ts";
import { partOf, type TrainingPlan } from "./plan.ts";
import { floatsOf, inputsOf } from "./training-data.ts";

/** Rows that go through the stages together: while a stage has one block, the stage before has the next. */
const BLOCK_ROWS = 256;

export interface PredictorParts {
  readonly name: WorkerName;
  readonly plan: TrainingPlan;
  readonly runId: string;
  readonly parts: readonly Part[];
  readonly peers: Peers;
  /** As it was learnt. */
  readonly scaling: Scaling | undefined;
}

/** A worker's part in predictions: it takes what the stage before made of the rows, and hands on what it makes of it. */
export class StagePredictor {
  readonly #parts: PredictorParts;
  readonly #seat: Seat;

  constructor(parts: PredictorParts) {
    this.#parts = parts;
    this.#seat = seatOf(parts.plan.grid, parts.name);
  }

  /** @returns the answers for all rows on the worker with the last part; nothing on the others. */
  async predict({ id, nRows, X }: PredictOrder): Promise<Tensor | undefined> {
    const { plan, parts, peers } = this.#parts;
    const lastPart = plan.grid.nStages * plan.chunks - 1;
    const outputs: Tensor[] = [];
    const sends: Promise<void>[] = [];
    for (let first = 0; first < nRows; first += BLOCK_ROWS) {
      for (const [chunk, part] of parts.entries()) {
        const k = partOf(plan.grid, this.#seat.stage, chunk);
        const received =
          k === 0 ? undefined : await peers.receive(this.#workerOf(k - 1), this.#tag(id, first, k));
        const input = received ?? this.#inputs(X, first, Math.min(nRows, first + BLOCK_ROWS));
        const batch = await part.network.forward(part.weights, input);
        const output = { shape: batch.output.shape, data: batch.output.data.slice() };
        part.network.release(batch);
        if (received) peers.release(received);
        if (k === lastPart) outputs.push(output);
        else sends.push(peers.send(this.#workerOf(k + 1), this.#tag(id, first, k + 1), output));
      }
    }
    await Promise.all(sends);
    if (this.#seat.stage < plan.grid.nStages - 1) return undefined;
    return joined(outputs, parts[parts.length - 1].network.outputShape, plan.dtype);
  }

  #inputs(X: PredictOrder["X"], from: number, to: number): Tensor {
    const { plan, scaling } = this.#parts;
    if (X?.nColumns !== plan.columns.length) {
      const got = X === undefined ? "none" : `rows of ${X.nColumns}`;
      throw new ParticipantError(
        "invalid",
        `Expected rows of ${plan.columns.length} numbers at ${this.#parts.name}, which has the first part, got ${got}.`,
      );
    }
    const rows = matrix(to - from, X.nColumns, X.data.subarray(from * X.nColumns, to * X.nColumns));
    return inputsOf(rows, scaling, plan.inputShape, plan.dtype);
  }

  #tag(id: string, first: number, k: number): string {
    return `${this.#parts.runId} predict ${id} rows ${first} to part ${k}`;
  }

  #workerOf(part: number): WorkerName {
    const { grid } = this.#parts.plan;
    return workerAt(grid, { ...this.#seat, stage: part % grid.nStages });
  }
}

function joined(outputs: readonly Tensor[], shape: Shape, dtype: DType): Tensor {
  const nRows = outputs.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = floatsOf(dtype, nRows * sizeOf(shape));
  let at = 0;
  for (const output of outputs) {
    data.set(output.data, at);
    at += output.data.length;
  }
  return { shape: [nRows, ...shape], data };
}
