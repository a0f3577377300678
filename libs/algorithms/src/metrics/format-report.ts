import type { ClassificationReport, ClassScores } from "./classification.ts";
import type { RegressionReport } from "./regression.ts";

/** The report as a table of plain text, one line per class. */
export function formatClassificationReport(report: ClassificationReport): string {
  const lines = [
    ["", "precision", "recall", "f1", "support"],
    ...report.classes.map((scores) => [String(scores.label), ...cells(scores)]),
    ["macro average", ...cells(report.macro)],
    ["accuracy", "", "", report.accuracy.toFixed(3), String(report.macro.support)],
  ];
  return table(lines);
}

function cells({ precision, recall, f1, support }: ClassScores): string[] {
  return [precision.toFixed(3), recall.toFixed(3), f1.toFixed(3), String(support)];
}

/** The report as a table of plain text, one line per figure. */
export function formatRegressionReport(report: RegressionReport): string {
  return table([
    ["mean squared error", figure(report.meanSquaredError)],
    ["mean absolute error", figure(report.meanAbsoluteError)],
    ["r²", report.r2.toFixed(3)],
    ["rows", String(report.support)],
  ]);
}

/** Errors come in any magnitude: four digits that count. */
function figure(value: number): string {
  return value !== 0 && (value < 1e-3 || value >= 1e6) ? value.toExponential(3) : value.toPrecision(4);
}

/** The first column flush left, the others flush right. */
function table(lines: string[][]): string {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]);
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
