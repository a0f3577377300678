/** What a user's `master.ts` would be. @param options of `ParameterServerMaster`. */
export function parameterServerMaster(options: object): string {
  return program("ParameterServerMaster", `"classifier", ${JSON.stringify(options)}`);
}

export const aggregationMaster = program("AggregationMaster", `"classifier"`);

function program(master: string, args: string): string {
  return `import { ${master}, run } from "chimera-distributed-ml";\nawait run(new ${master}(${args}), 8080);\n`;
}

export const sgdWorker = `import { SGDWorker } from "chimera-distributed-ml";
new SGDWorker("classifier", { loss: "log_loss" }).serve();
`;

/** @param tree parameters of the decision tree. */
export function treeWorker(tree: object): string {
  return `import { ClassificationWorker, DecisionTreeClassifier } from "chimera-distributed-ml";
new ClassificationWorker(new DecisionTreeClassifier(${JSON.stringify(tree)}), { bootstrap: true }).serve();
`;
}

/** A user's own estimator with many parameters, whose gradient costs next to nothing: loss and slopes are constants. */
export function wideEstimator(nParameters: number): string {
  return `export class WideRegressor {
  name = "WideRegressor";
  task = "regressor";
  getParams() { return {}; }
  gradient() {
    return {
      nParameters: ${nParameters},
      lossAndGradient(theta, X, y, gradient) {
        gradient.fill(0.001);
        return 1;
      },
      predict: (theta, X) => new Float64Array(X.nRows),
    };
  }
}
`;
}

/** @param options of `ParameterServerMaster`. */
export function wideMaster(options: object): string {
  return `import { ParameterServerMaster, run } from "chimera-distributed-ml";
import { WideRegressor } from "./chimera_workers/_own.ts";
await run(new ParameterServerMaster(new WideRegressor(), ${JSON.stringify(options)}), 8080);
`;
}

export const wideWorker = `import { SGDWorker } from "chimera-distributed-ml";
import { WideRegressor } from "./_own.ts";
new SGDWorker(new WideRegressor()).serve();
`;

/** @param options of `PipelineMaster`. */
export function pipelineMaster(options: object): string {
  return program("PipelineMaster", `"classifier", ${JSON.stringify(options)}`);
}

export const stageWorker = `import { StageWorker } from "chimera-distributed-ml";
new StageWorker("classifier").serve();
`;

/** A layer that hands on what it gets, after a sleep. */
export const sleepingLayer = `const clock = new Int32Array(new SharedArrayBuffer(4));
const sleep = (ms) => Atomics.wait(clock, 0, 0, ms);
export const layerTypes = {
  sleep: ({ forwardMs, backwardMs }, { inputShape }) => ({
    outputShape: inputShape,
    flops: 1,
    forward(parameters, input) {
      sleep(forwardMs);
      return { output: input, cache: null };
    },
    backward(parameters, cache, outputGradient) {
      sleep(backwardMs);
      return outputGradient;
    },
  }),
};
`;

/** As many sleeping layers as stages, and a dense one at the end. @param options of `PipelineMaster`, with `stages` by hand. */
export function sleepingMaster(
  sleep: object,
  options: { stages: number[]; [option: string]: unknown },
): string {
  return `import { dense, PipelineMaster, run } from "chimera-distributed-ml";
import { layerTypes } from "./chimera_workers/_own.ts";
const layers = [...Array.from({ length: ${options.stages.length} }, () => (${JSON.stringify({ type: "sleep", ...sleep })})), dense(2)];
await run(new PipelineMaster("classifier", { ...${JSON.stringify(options)}, layers, layerTypes }), 8080);
`;
}

export const sleepingWorker = `import { StageWorker } from "chimera-distributed-ml";
import { layerTypes } from "./_own.ts";
new StageWorker("classifier", { layerTypes }).serve();
`;
