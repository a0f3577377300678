import { matrix, sizeOf, type DType, type Scaling, type Shape, type Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type { Peers } from "../peers/index.ts";
import { partOf, seatOf, type Seat } from "./grid.ts";
import type { PredictOrder } from "./messages.ts";
import { Neighbours } from "./neighbours.ts";
import type { Part } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
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
  readonly #neighbours: Neighbours;

  constructor(parts: PredictorParts) {
    const { name, plan, peers, runId } = parts;
    this.#parts = parts;
    this.#seat = seatOf(plan.grid, name);
    this.#neighbours = new Neighbours(peers, plan.grid, this.#seat, runId);
  }

  /** @returns the answers for all rows on the worker with the last part; nothing on the others. */
  async predict({ id, nRows, X }: PredictOrder): Promise<Tensor | undefined> {
    const { plan, parts } = this.#parts;
    const lastPart = plan.grid.nStages * plan.chunks - 1;
    const outputs: Tensor[] = [];
    const sends: Promise<void>[] = [];
    for (let first = 0; first < nRows; first += BLOCK_ROWS) {
      const what = `predict ${id} rows ${first}`;
      const size = Math.min(BLOCK_ROWS, nRows - first);
      for (const [chunk, part] of parts.entries()) {
        const k = partOf(plan.grid, this.#seat.stage, chunk);
        const received = k === 0 ? undefined : await this.#neighbours.receive(k - 1, k, what, size);
        const input = received ?? this.#inputs(X, first, first + size);
        const batch = await part.network.forward(part.weights, input);
        const output = { shape: batch.output.shape, data: batch.output.data.slice() };
        part.network.release(batch);
        if (received) this.#neighbours.release(received);
        if (k === lastPart) outputs.push(output);
        else sends.push(this.#send(k + 1, what, output));
      }
    }
    await Promise.all(sends);
    if (this.#seat.stage < plan.grid.nStages - 1) return undefined;
    return joined(outputs, parts[parts.length - 1].network.outputShape, plan.dtype);
  }

  /** That it failed is heard when all are waited for; until then the process shall not end of it. */
  #send(to: number, what: string, output: Tensor): Promise<void> {
    const sent = this.#neighbours.send(to, what, output);
    sent.catch(() => undefined);
    return sent;
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
