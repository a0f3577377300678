import { createRandom, matrix, takeRows, type Label, type Matrix, type Task } from "@chimera/algorithms";

export interface MadeData {
  columns: string[];
  X: Matrix;
  y: Label[];
}

/** A noisy linear problem on columns of very different scale, so that standardisation matters. */
export function madeData(
  task: Task,
  nRows: number,
  nFeatures: number,
  classes: readonly Label[] = [0, 1],
): MadeData {
  const random = createRandom(7);
  const columns = Array.from({ length: nFeatures }, (_, j) => `x${j}`);
  const w = columns.map(() => random.normal());
  const X = matrix(nRows, nFeatures);
  const y: Label[] = [];
  for (let i = 0; i < nRows; i++) {
    let score = random.normal() / 2;
    for (let j = 0; j < nFeatures; j++) {
      const z = random.normal();
      X.data[i * nFeatures + j] = 3 * j + (1 + j) * z;
      score += w[j] * z;
    }
    const rank = Math.min(classes.length - 1, Math.max(0, Math.floor((score + 2) / (4 / classes.length))));
    y.push(task === "regressor" ? score : classes[rank]);
  }
  return { columns, X, y };
}

/** Consecutive shards of the given sizes. */
export function cut({ columns, X, y }: MadeData, sizes: readonly number[]): MadeData[] {
  let start = 0;
  return sizes.map((size) => {
    const rows = Array.from({ length: size }, (_, i) => start + i);
    start += size;
    return { columns, X: takeRows(X, rows), y: rows.map((i) => y[i]) };
  });
}
