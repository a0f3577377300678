/** A process that reads CSV files with `libs/dataset`, as workers do. */
import { readFeatures } from "@chimera/dataset";
import { answerLines, timed } from "../processes/answer-lines.ts";
import type { ReadAnswer, ReadOrder } from "./orders.ts";

await answerLines(({ path }: ReadOrder): ReadAnswer => {
  const [seconds, { X }] = timed(() => readFeatures(path));
  const sum = X.data.reduce((total, value) => total + value, 0);
  return { seconds, nRows: X.nRows, nColumns: X.nColumns, sum, version: `Node.js ${process.version}` };
});
