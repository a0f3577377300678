/** Every path of the REST interface. The nodes serve them, the clients call them; nobody else spells them out. */
export const PATHS = {
  /** Every node. */
  health: "/healthz",
  /** Masters. */
  openapi: "/openapi.json",
  parameterServer: {
    fit: "/v1/chimera/parameter-server/fit",
    predict: "/v1/chimera/parameter-server/predict",
  },
  aggregation: {
    fit: "/v1/chimera/aggregation/fit",
    predict: "/v1/chimera/aggregation/predict",
  },
  pipeline: {
    fit: "/v1/chimera/pipeline/fit",
    predict: "/v1/chimera/pipeline/predict",
    /** The trained network in one piece. */
    network: "/v1/chimera/pipeline/network",
  },
  /** Workers of the parameter server. */
  sgd: {
    describe: "/v1/chimera/sgd/describe",
    prepare: "/v1/chimera/sgd/prepare",
    gradient: "/v1/chimera/sgd/gradient",
    localEpochs: "/v1/chimera/sgd/local-epochs",
    /** Of chimera 0.1, as is `fitStep`. */
    requestDataSample: "/v1/chimera/sgd/request-data-sample",
    fitStep: "/v1/chimera/sgd/fit-step",
  },
  /** Workers of the aggregation. */
  model: {
    describe: "/v1/chimera/model/describe",
    fit: "/v1/chimera/model/fit",
    predict: "/v1/chimera/model/predict",
  },
  /** The same workers, when their learners are merged. */
  merge: {
    describe: "/v1/chimera/merge/describe",
    fit: "/v1/chimera/merge/fit",
  },
  /** Workers of a pipeline. */
  stage: {
    describe: "/v1/chimera/stage/describe",
    measure: "/v1/chimera/stage/measure",
    prepare: "/v1/chimera/stage/prepare",
    train: "/v1/chimera/stage/train",
    abandon: "/v1/chimera/stage/abandon",
    predict: "/v1/chimera/stage/predict",
    /** Of another worker: activations, gradients, parts of sums. */
    message: "/v1/chimera/stage/message",
  },
} as const;

/** Paths that older clients and nodes use → the path that means the same today. */
export const PATH_ALIASES: Readonly<Record<string, string>> = {
  "/v1/chimera-parameter-server/fit": PATHS.parameterServer.fit,
  "/v1/chimera-parameter-server/predict": PATHS.parameterServer.predict,
  "/v1/chimera-aggregation/fit": PATHS.aggregation.fit,
  "/v1/chimera-aggregation/predict": PATHS.aggregation.predict,
  "/v1/chimera-sgd/request-data-sample": PATHS.sgd.requestDataSample,
  "/v1/chimera-sgd/fit-step": PATHS.sgd.fitStep,
  "/v1/chimera-model/fit": PATHS.model.fit,
  "/v1/chimera-model/predict": PATHS.model.predict,
};

/** The path itself and its aliases: what a node registers one handler for. */
export function withAliases(path: string): string[] {
  return [path, ...Object.keys(PATH_ALIASES).filter((alias) => PATH_ALIASES[alias] === path)];
}
