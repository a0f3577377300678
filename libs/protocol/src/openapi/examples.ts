/** One example per body, shown in the description of the interface. */

const columns = ["sepal length", "sepal width", "petal length", "petal width"];

export const health = {
  status: "ok",
  node: "worker1",
  kind: "sgd-worker",
  version: "0.2.0",
  kernel: "typescript",
  uptimeSeconds: 12.5,
};

export const predictCsv = `${columns.join(",")}\n5.0,3.4,1.6,0.4\n6.7,3.1,4.7,1.5\n`;

export const predictionCsv = "prediction\n0\n1\n";

export const predictInput = {
  X_pred_columns: columns,
  X_pred_rows: [
    [5.0, 3.4, 1.6, 0.4],
    [6.7, 3.1, 4.7, 1.5],
  ],
};
export const predictOutput = { y_pred_rows: [0, 1], classes: [0, 1] };

export const fitRequest = { warmStart: false };
export const fitAnswer = {
  fit: "partial",
  iterations: 200,
  converged: false,
  finalLoss: 0.093,
  durationSeconds: 0.41,
  bytesSent: 84_210,
  bytesReceived: 61_007,
  workers: [
    { name: "worker1", state: "ok", nSamples: 40, rounds: 200 },
    {
      name: "worker2",
      state: "failed",
      nSamples: 40,
      rounds: 3,
      failure: { order: "gradient", round: 4, reason: "Nothing listens at http://127.0.0.1:8102." },
    },
  ],
  notes: [],
};

export const sgdDescribe = { moments: false, classCounts: true };
export const sgdDescription = {
  task: "classifier",
  loss: "log_loss",
  columns,
  nSamples: 40,
  classes: [0, 1],
  modes: ["gradient", "local-epochs"],
  kernel: "typescript",
  classCounts: [30, 10],
};
export const prepare = {
  fitId: "fit-1",
  columns,
  classes: [0, 1],
  scaling: null,
  seed: 0,
  computation: { mode: "gradient", batchSize: null },
  classWeights: [0.6666666666666666, 2],
  validationFraction: 0.1,
};
export const round = { fitId: "fit-1", round: 1, parameters: [0, 0, 0, 0, 0] };
const validation = { loss: 0.7012, nSamples: 4 };
export const gradient = { gradient: [0.1, -0.2, 0.3, 0.1, 0.05], loss: 0.6931, nSamples: 36, validation };
export const update = { update: [0.1, -0.2, 0.3, 0.1, 0.05], loss: 0.6931, nSamples: 36, validation };

export const dataSample = {
  X_train_sample_columns: columns,
  X_train_sample_rows: predictInput.X_pred_rows,
  y_train_sample_columns: ["target"],
  y_train_sample_rows: [[0], [1]],
};
export const fitStep = { weights: [0, 0, 0, 0], bias: [0] };
export const fitStepAnswer = { weights_gradients: [9.25, 30.53, -46.72, -20.35], bias_gradient: [4.71] };

export const learnerDescription = {
  task: "classifier",
  estimator: "DecisionTreeClassifier",
  columns,
  nSamples: 40,
  classes: [0, 1],
  kernel: "typescript",
};
export const modelFit = { fitId: "fit-1", classes: [0, 1], seed: 0 };

export const modelFitAnswer = { fit: "ok", nSamples: 40, outOfBag: { nSamples: 15, nCorrect: 14 } };

const naiveBayes = { name: "GaussianNB", parameters: { varSmoothing: 1e-9 } };
export const mergeDescription = {
  task: "classifier",
  steps: [naiveBayes],
  columns,
  nSamples: 40,
  classes: [0, 1],
  draws: [],
  kernel: "typescript",
};
export const mergeFit = { fitId: "fit-1", round: 1, columns, classes: [0, 1], seed: 0, merged: [] };
export const mergeState = { state: { ...naiveBayes, nFeatures: 4, classes: [0, 1], counts: [21, 19] } };

export const stageDescription = {
  name: "worker1",
  task: "classifier",
  columns,
  nSamples: 120,
  classes: [0, 1],
  fingerprint: "5f1d0c3a",
  kernel: "typescript",
};
const network = {
  inputShape: [4],
  layers: [
    { type: "dense", units: 8, activation: "relu" },
    { type: "dense", units: 2 },
  ],
  dtype: "float32",
};
export const measure = { ...network, nExamples: 16 };
export const prepareStage = {
  runId: "fit-1.1",
  addresses: { worker1: "http://127.0.0.1:8101", worker2: "http://127.0.0.1:8102" },
  plan: {
    ...network,
    cut: [
      [0, 1],
      [1, 2],
    ],
    grid: { nReplicas: 1, nStages: 2, nRanks: 1, workers: ["worker1", "worker2"] },
    schedule: "1f1b",
    chunks: 1,
    microBatches: 4,
    batchSize: 64,
    shuffle: true,
    roundsPerEpoch: 1,
    loss: "cross_entropy",
    optimizer: "adam",
    optimizerOptions: {},
    stepSizes: {
      schedule: "cosine",
      eta0: 0.001,
      nSteps: 600,
      warmupSteps: 30,
      powerT: 0.25,
      gamma: 0.5,
      decaySteps: 150,
      etaMin: 0,
    },
    clipNorm: null,
    standardize: true,
    seed: 0,
    columns,
    classes: [0, 1],
  },
};
export const train = { runId: "fit-1.1", round: 1, from: 0, to: 2, keep: true };
