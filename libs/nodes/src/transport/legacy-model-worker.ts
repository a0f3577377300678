import type { Task } from "@chimera/algorithms";
import type { AggregationAnswer, AggregationOrder, Delivery, WorkerName } from "@chimera/distributed";
import {
  decodeAggregationAnswer,
  decodePredictOutput,
  jsonBody,
  matrixOfPredictOutput,
  PATHS,
  predictInputOf,
} from "@chimera/protocol";
import type { LegacyWorker } from "./http-transport.ts";
import type { WorkerCalls } from "./worker-calls.ts";

const EMPTY = { body: "", contentType: "" };

/** A model worker of chimera 0.1: it tells nothing of itself, fits on a bare call, and knows two classes. */
export class LegacyModelWorker implements LegacyWorker<AggregationOrder, AggregationAnswer> {
  readonly #name: WorkerName;
  readonly #task: Task;
  readonly #calls: WorkerCalls;

  constructor(name: WorkerName, task: Task, calls: WorkerCalls) {
    this.#name = name;
    this.#task = task;
    this.#calls = calls;
  }

  async deliver(order: AggregationOrder, signal?: AbortSignal): Promise<Delivery<AggregationAnswer>> {
    if (order.type === "describe") return this.#describe();
    const path = PATHS.model[order.type];
    const input = order.type === "predict" ? jsonBody(predictInputOf(order.columns, order.X)) : EMPTY;
    const request = { method: "POST", path, ...input } as const;
    const options = { retryable: true, ...(signal && { signal }) };
    const { received, ...bytes } = await this.#calls.call(this.#name, request, options);
    if (order.type === "fit") return { answer: decodeAggregationAnswer("fit", received), ...bytes };
    const nClasses = this.#task === "classifier" ? 2 : null;
    const values = matrixOfPredictOutput(decodePredictOutput(received), order.X.nRows, nClasses);
    return { answer: { type: "predictions", values }, ...bytes };
  }

  async #describe(): Promise<Delivery<AggregationAnswer>> {
    const answer: AggregationAnswer = {
      type: "description",
      task: this.#task,
      estimator: null,
      columns: null,
      nSamples: null,
      classes: null,
      kernel: "chimera 0.1",
    };
    return { answer, bytesSent: 0, bytesReceived: 0 };
  }
}
