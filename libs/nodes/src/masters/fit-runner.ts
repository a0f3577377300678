import {
  conduct,
  CoordinationError,
  ParticipantError,
  type Coordinator,
  type FitReport,
  type RunEvent,
  type Transport,
  type WorkerName,
} from "@chimera/distributed";
import type { FitAnswer } from "@chimera/protocol";
import { openRun, type NodeLogs, type RunRecorder } from "@chimera/telemetry";

export interface FitRunnerOptions {
  algorithm: string;
  /** Written into the run's first event. */
  settings: object;
  workers: readonly WorkerName[];
  logs: NodeLogs;
  runsDir: string;
}

/** A coordinator of a fit: its outcome carries the report. */
type FitCoordinator<State, Order, Answer, Outcome extends { report: FitReport }> = Coordinator<
  State,
  Order,
  Answer,
  Outcome
>;

/** Runs one fit at a time: records its events, logs who failed, and makes the client's answer. */
export class FitRunner {
  readonly #options: FitRunnerOptions;
  #running = new AbortController();
  #isBusy = false;

  constructor(options: FitRunnerOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** @throws ParticipantError (409) while another fit runs; what the coordinator throws. */
  async run<State, Order extends { type: string }, Answer, Outcome extends { report: FitReport }>(
    coordinator: FitCoordinator<State, Order, Answer, Outcome>,
    transport: Transport<Order, Answer>,
    onEvent: (event: RunEvent) => void = () => undefined,
  ): Promise<{ outcome: Outcome; answer: FitAnswer }> {
    if (this.#isBusy) throw new ParticipantError("conflict", "A fit runs already: wait for its answer.");
    this.#isBusy = true;
    const { algorithm, settings, workers, logs, runsDir } = this.#options;
    const warn = (sentence: string): void => logs.status.warn(sentence);
    const recorder = openRun({ dir: runsDir, algorithm, settings, workers, onProblem: warn });
    logs.status.info({ run: recorder.id, workers }, `Fit starts with ${workers.join(", ")}.`);
    try {
      return await this.#conduct(coordinator, transport, recorder, onEvent);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const interrupted = this.#running.signal.aborted;
      await recorder.close({ status: interrupted ? "interrupted" : "failed", reason });
      logs.status.error({ run: recorder.id }, `Fit failed: ${reason}`);
      throw withOriginalWords(error);
    } finally {
      this.#isBusy = false;
    }
  }

  async #conduct<State, Order extends { type: string }, Answer, Outcome extends { report: FitReport }>(
    coordinator: FitCoordinator<State, Order, Answer, Outcome>,
    transport: Transport<Order, Answer>,
    recorder: RunRecorder,
    onEvent: (event: RunEvent) => void,
  ): Promise<{ outcome: Outcome; answer: FitAnswer }> {
    const startedAt = performance.now();
    const { outcome, traffic } = await conduct(coordinator, transport, {
      now: () => performance.now(),
      signal: this.#running.signal,
      onEvent: (event) => {
        recorder.record(event);
        this.#log(event);
        onEvent(event);
      },
    });
    const { report } = outcome;
    const durationSeconds = (performance.now() - startedAt) / 1000;
    const answer: FitAnswer = { ...report, durationSeconds, ...traffic };
    const { fit: status, ...facts } = answer;
    await recorder.close({ status, ...facts });
    this.#options.logs.status.info(
      {
        run: recorder.id,
        iterations: report.iterations,
        converged: report.converged,
        loss: report.finalLoss,
      },
      `Fit ended ${status} after ${report.iterations} rounds in ${durationSeconds.toFixed(3)} s.`,
    );
    return { outcome, answer };
  }

  /** Rounds are in the run's events; the status log keeps what somebody has to know. */
  #log(event: RunEvent): void {
    const { status } = this.#options.logs;
    if (event.type === "note") status.warn(event.text);
    if (event.type !== "worker-failed") return;
    const when = event.round === undefined ? "" : ` in round ${event.round}`;
    status.error({ ...event }, `${event.worker} failed at ${event.order}${when}: ${event.reason}`);
  }

  /** Stops a running fit: its promise rejects. */
  stop(): void {
    this.#running.abort(new CoordinationError("no-workers", "The master was stopped during the fit."));
  }
}

/** Clients of chimera 0.1 look for this sentence when nobody is left. */
function withOriginalWords(error: unknown): unknown {
  if (!(error instanceof CoordinationError) || error.reason !== "no-workers") return error;
  return new CoordinationError(error.reason, `All fit responses from workers failed. ${error.message}`);
}
