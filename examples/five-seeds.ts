import { accuracy, PipelineMaster, readHoldOut, type PipelineMasterOptions } from "chimera-distributed-ml";

const SEEDS = [0, 1, 2, 3, 4];

/**
 * Trains an example's network in this process, once with each seed, and prints what each reaches on the hold-out. A seed
 * decides the first weights, the order of the rows and what dropout drops; the weights are those that the pipeline learns.
 */
export async function printFiveSeeds(projectDir: string, options: PipelineMasterOptions): Promise<void> {
  const { X, y, columns } = readHoldOut(projectDir, "classifier")!;
  const scores: number[] = [];
  for (const seed of SEEDS) {
    const master = new PipelineMaster("classifier", { ...options, seed });
    const { network } = await master.fitInOneProcess({ projectDir });
    const score = accuracy([...y], network.predict(X, columns));
    console.log(`seed ${seed}  accuracy ${score.toFixed(4)}`);
    scores.push(score);
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  console.log(`mean    accuracy ${mean.toFixed(4)}`);
}
