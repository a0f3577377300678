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
