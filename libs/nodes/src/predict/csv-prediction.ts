import { labelsOfLargest, type Label } from "@chimera/algorithms";
import { csvCell } from "@chimera/dataset";
import type { MatrixPrediction } from "@chimera/protocol";

/**
 * Predictions as CSV, one line for each row: a column `prediction` with the number or the class, and where there are
 * probabilities a column `probability_<class>` for each class.
 */
export function csvOfPrediction(prediction: MatrixPrediction): string {
  return `${linesOf(prediction).join("\n")}\n`;
}

function linesOf(prediction: MatrixPrediction): string[] {
  if (prediction.kind === "numbers") return ["prediction", ...Array.from(prediction.values, String)];
  const { classes } = prediction;
  const cells = classes.map((name) => csvCell(String(name)));
  if (prediction.kind === "labels") {
    return ["prediction", ...Array.from(prediction.codes, (code) => cells[code])];
  }
  const { probabilities } = prediction;
  const header = ["prediction", ...classes.map((name) => csvCell(`probability_${name}`))];
  const cellOf = new Map<Label, string>(classes.map((name, k) => [name, cells[k]]));
  const { nColumns: K, data } = probabilities;
  const lines = labelsOfLargest(probabilities, classes).map(
    (name, i) => `${cellOf.get(name)},${data.subarray(i * K, (i + 1) * K).join(",")}`,
  );
  return [header.join(","), ...lines];
}
