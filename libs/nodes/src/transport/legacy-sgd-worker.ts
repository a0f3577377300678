import { sortedClasses, type Label, type Task } from "@chimera/algorithms";
import type { Delivery, ParameterServerAnswer, ParameterServerOrder, WorkerName } from "@chimera/distributed";
import {
  decodeDataSample,
  decodeFitStepAnswer,
  encodeFitStepRequest,
  normalizeColumn,
  PATHS,
} from "@chimera/protocol";
import type { LegacyWorker } from "./http-transport.ts";
import type { WorkerCalls } from "./worker-calls.ts";

type LegacyDelivery = Delivery<ParameterServerAnswer>;

/**
 * An SGD worker of chimera 0.1. It tells columns and classes by a sample of its rows, keeps its sample count and loss
 * to itself, and only knows local epochs. Its first `fit-step` ignores the weights it is sent, so `prepare` makes one
 * and discards the answer.
 */
export class LegacySGDWorker implements LegacyWorker<ParameterServerOrder, ParameterServerAnswer> {
  readonly #name: WorkerName;
  readonly #task: Task;
  readonly #calls: WorkerCalls;
  #columns: string[] = [];
  /** Place of this worker's column j in the agreed order. */
  #place: number[] = [];

  constructor(name: WorkerName, task: Task, calls: WorkerCalls) {
    this.#name = name;
    this.#task = task;
    this.#calls = calls;
  }

  deliver(order: ParameterServerOrder, signal?: AbortSignal): Promise<LegacyDelivery> {
    switch (order.type) {
      case "describe":
        return this.#describe(signal);
      case "prepare":
        this.#place = this.#columns.map((column) => order.columns.indexOf(column));
        return this.#discardFirstStep(signal);
      case "local-epochs":
        return this.#fitStep(order.parameters, signal);
      case "gradient":
        return Promise.reject(new Error(`${this.#name} is a worker of chimera 0.1: it knows no gradients.`));
    }
  }

  async #describe(signal?: AbortSignal): Promise<LegacyDelivery> {
    const request = { method: "GET", path: PATHS.sgd.requestDataSample, body: "", contentType: "" } as const;
    const { received, ...bytes } = await this.#calls.call(this.#name, request, {
      retryable: true,
      ...(signal && { signal }),
    });
    const sample = decodeDataSample(received);
    this.#columns = sample.X_train_sample_columns.map(normalizeColumn);
    const labels = sample.y_train_sample_rows.map(([label]) => this.#requireLabel(label));
    const answer: ParameterServerAnswer = {
      type: "description",
      task: this.#task,
      loss: null,
      columns: this.#columns,
      nSamples: null,
      classes: this.#task === "classifier" ? sortedClasses(labels) : null,
      modes: ["local-epochs"],
      kernel: "chimera 0.1",
    };
    return { answer, ...bytes };
  }

  #requireLabel(label: unknown): Label {
    if (typeof label === "number" || typeof label === "string") return label;
    const got = JSON.stringify(label) ?? "nothing";
    throw new Error(`The data sample of ${this.#name} has ${got} as a label, expected a number or a text.`);
  }

  async #discardFirstStep(signal?: AbortSignal): Promise<LegacyDelivery> {
    const zeros = new Float64Array(this.#columns.length + 1);
    const { bytesSent, bytesReceived } = await this.#fitStep(zeros, signal);
    return { answer: { type: "prepared" }, bytesSent, bytesReceived };
  }

  /** Not safe to repeat: the worker goes on from where it was. */
  async #fitStep(parameters: Float64Array, signal?: AbortSignal): Promise<LegacyDelivery> {
    const weights = Float64Array.from(this.#place, (j) => parameters[j]);
    const request = encodeFitStepRequest({ weights, bias: parameters.subarray(this.#columns.length) });
    const { received, ...bytes } = await this.#calls.call(this.#name, request, {
      retryable: false,
      ...(signal && { signal }),
    });
    const { weights_gradients, bias_gradient } = decodeFitStepAnswer(received);
    this.#requireLength(weights_gradients, bias_gradient);
    const update = new Float64Array(parameters.length);
    this.#place.forEach((place, j) => (update[place] = weights_gradients[j]));
    update.set(bias_gradient, this.#columns.length);
    return { answer: { type: "update", update, loss: null, nSamples: null }, ...bytes };
  }

  #requireLength(weights: ArrayLike<number>, bias: ArrayLike<number>): void {
    if (weights.length === this.#columns.length && bias.length === 1) return;
    throw new Error(
      `${this.#name} answered ${weights.length} weights and ${bias.length} biases, expected ` +
        `${this.#columns.length} and 1: workers of chimera 0.1 know two classes only.`,
    );
  }
}
