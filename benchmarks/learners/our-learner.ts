/** A process with one learner of ours: reads orders from standard input, a line of JSON each, and answers so. */
import { ESTIMATORS, kernels, useKernels, type Classifier, type EstimatorName } from "@chimera/algorithms";
import { chooseKernels } from "@chimera/kernels";
import { answerLines, timed } from "../processes/answer-lines.ts";
import { readDataFile } from "./data-file.ts";
import type { LearnerAnswer, LearnerOrder } from "./orders.ts";

type Loaded = Extract<LearnerOrder, { order: "load" }>;

let loaded: Loaded;
let train: ReturnType<typeof readDataFile>;
let test: ReturnType<typeof readDataFile>;
/** Of either task: both take and give numbers here. */
let learner: Classifier;

function answerTo(order: LearnerOrder): LearnerAnswer {
  switch (order.order) {
    case "load":
      loaded = order;
      train = readDataFile(order.train);
      test = readDataFile(order.test);
      return { seconds: 0, version: `Node.js ${process.version}, ${kernels().name}` };
    case "fit": {
      learner = new ESTIMATORS[loaded.estimator as EstimatorName](loaded.parameters as never) as Classifier;
      const [seconds] = timed(() => learner.fit(train.X, train.y));
      return { seconds, score: learner.score(test.X, test.y) };
    }
    case "predict":
      return { seconds: timed(() => learner.predict(test.X))[0] };
  }
}

// Before it reads data: as in a worker, what is read lies where the kernels want it.
useKernels((await chooseKernels()).kernels);
await answerLines(answerTo);
