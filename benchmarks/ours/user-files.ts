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
