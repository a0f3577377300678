import { makeProject } from "./project.ts";
import type { Project } from "./project.ts";

/** A point's two numbers, and on which side of a line it lies. All workers of a pipeline have the same rows. */
const points = Array.from({ length: 48 }, (_, i) => [(i * 37) % 101, (i * 53) % 97] as const);
const X = ["a,b", ...points.map(([a, b]) => `${a},${b}`)].join("\n");
const y = ["side", ...points.map(([a, b]) => (a + b > 100 ? "above" : "below"))].join("\n");

/** Tells its process id, so that a test can kill it. */
export const STAGE_WORKER = `
import { StageWorker } from "chimera-distributed-ml";
console.log("pid", process.pid);
await new StageWorker("classifier").serve();
`;

export const STAGES = ["worker1", "worker2", "worker3"] as const;

/** A project of three stages. @param options of its `PipelineMaster`: JSON, as layers are. */
export function makePipelineProject(options: object): Project {
  const project = makeProject();
  project.write(
    "master.ts",
    `import { PipelineMaster, run } from "chimera-distributed-ml";
     await run(new PipelineMaster("classifier", ${JSON.stringify(options)}), 0);`,
  );
  for (const name of STAGES) {
    project.write(`chimera_workers/${name}.ts`, STAGE_WORKER);
    project.write(`chimera_train_data/${name}/X_train.csv`, X);
    project.write(`chimera_train_data/${name}/y_train.csv`, y);
  }
  return project;
}
