import {
  decodePrediction,
  decodePredictOutput,
  encodePredictMatrix,
  fitAnswerSchema,
  healthSchema,
  jsonBody,
  JSON_TYPE,
  PATHS,
  readAnswer,
  TENSORS_TYPE,
  type Cell,
  type FitAnswer,
  type FloatMatrix,
  type Health,
  type PredictionMessage,
  type PredictOutput,
} from "@chimera/protocol";
import { createHttpClient, type HttpClient } from "./http-client.ts";
import { expectSuccess, NodeError } from "./node-error.ts";

/** Which distributed algorithm a master runs. */
export type MasterKind = "parameter-server" | "aggregation" | "pipeline";

export interface ChimeraClientOptions {
  /** Default: what the master says of itself. */
  kind?: MasterKind;
  /** Seconds that one call may take; a fit answers when it has ended. Default: no limit. */
  timeoutSeconds?: number;
  /** Whoever passes one in closes it. Default: a client of its own, without retries. */
  http?: HttpClient;
}

const MASTER_PATHS = {
  "parameter-server": PATHS.parameterServer,
  aggregation: PATHS.aggregation,
  pipeline: PATHS.pipeline,
} as const;

/**
 * A user's view of a master:
 *
 *     const client = new ChimeraClient("http://127.0.0.1:8080");
 *     await client.fit();
 *     const { y_pred_rows } = await client.predict(["age", "bmi"], [[61, 24.5]]);
 *     await client.close();
 *
 * Every method rejects with a `CallError` when the master cannot be reached, with a `NodeError` that holds the
 * master's own message when it refuses, and with an `AnswerError` when it answers something unknown.
 */
export class ChimeraClient {
  readonly #origin: string;
  readonly #http: HttpClient;
  readonly #ownsHttp: boolean;
  #kind: MasterKind | undefined;

  /** @throws TypeError when `url` is no http address. */
  constructor(url: string, { kind, timeoutSeconds = Infinity, http }: ChimeraClientOptions = {}) {
    this.#origin = originOf(url);
    this.#kind = kind;
    this.#ownsHttp = http === undefined;
    this.#http =
      http ?? createHttpClient({ timeoutSeconds, maxRetries: 0, timeoutSetting: "timeoutSeconds" });
  }

  async health(): Promise<Health> {
    const request = { method: "GET", path: PATHS.health, accept: JSON_TYPE, retryable: true } as const;
    const response = await this.#http.request({ origin: this.#origin, ...request });
    return readAnswer(healthSchema, expectSuccess(response));
  }

  /** Trains, and resolves when the training has ended. */
  async fit({ warmStart = false }: { warmStart?: boolean } = {}): Promise<FitAnswer> {
    const { fit: path } = await this.#paths();
    const response = await this.#post(path, warmStart ? { warmStart } : {}, false);
    return readAnswer(fitAnswerSchema, response);
  }

  /**
   * @param columns the names of the cells in each row, in any order; compared trimmed and in lower case.
   * @param rows as many cells each as there are columns.
   */
  async predict(columns: readonly string[], rows: readonly (readonly Cell[])[]): Promise<PredictOutput> {
    const { predict: path } = await this.#paths();
    return decodePredictOutput(await this.#post(path, { X_pred_columns: columns, X_pred_rows: rows }, true));
  }

  /**
   * The same with numbers in and out, as raw bytes: for many rows several times as fast as JSON, and of the same bits.
   *
   * @param columns the names of X's columns, in any order.
   * @param X n × d, row after row, float64 or float32; NaN for a missing value, where the model takes such.
   * @returns `values` of a regressor; of a classifier `codes`, which are positions in `classes`, and `probabilities`, where
   *   the algorithm has them.
   */
  async predictMatrix(columns: readonly string[], X: FloatMatrix): Promise<PredictionMessage> {
    const { predict: path } = await this.#paths();
    const request = {
      method: "POST",
      origin: this.#origin,
      path,
      accept: TENSORS_TYPE,
      retryable: true,
    } as const;
    const response = await this.#http.request({ ...request, ...encodePredictMatrix(columns, X) });
    return decodePrediction(expectSuccess(response), X.nRows);
  }

  /** The trained network of a pipeline in one file's bytes, which `decodeNetwork` reads. */
  async network(): Promise<Uint8Array> {
    const request = {
      method: "GET",
      path: PATHS.pipeline.network,
      accept: TENSORS_TYPE,
      retryable: true,
    } as const;
    const { body } = expectSuccess(await this.#http.request({ origin: this.#origin, ...request }));
    return body;
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    if (this.#ownsHttp) await this.#http.close();
  }

  async #post(path: string, body: unknown, retryable: boolean): ReturnType<HttpClient["request"]> {
    const request = { method: "POST", origin: this.#origin, path, accept: JSON_TYPE, retryable } as const;
    return expectSuccess(await this.#http.request({ ...request, ...jsonBody(body) }));
  }

  async #paths(): Promise<(typeof MASTER_PATHS)[MasterKind]> {
    this.#kind ??= await this.#discoverKind();
    return MASTER_PATHS[this.#kind];
  }

  async #discoverKind(): Promise<MasterKind> {
    const { kind } = await this.health().catch((error: unknown) => {
      if (!(error instanceof NodeError)) throw error;
      const { status, url } = error;
      throw new NodeError(
        status,
        `${url} does not say what kind of node it is (${status}): pass { kind }.`,
        url,
      );
    });
    if (kind === "parameter-server-master") return "parameter-server";
    if (kind === "aggregation-master") return "aggregation";
    if (kind === "pipeline-master") return "pipeline";
    throw new TypeError(`${this.#origin} is a ${kind}, not a master: use the address of the master.`);
  }
}

function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") {
    throw new TypeError(
      `Expected the address of a master like http://127.0.0.1:8080, got ${JSON.stringify(url)}.`,
    );
  }
  return parsed.origin;
}
