import { sortedClasses, unionOfClasses } from "../encoding/classes.ts";
import { encodeLabels } from "../encoding/encode-labels.ts";
import { DataError } from "../errors.ts";
import type { Label } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkEqualLengths } from "../validation/data.ts";

type Labels = ArrayLike<Label>;

/** Share of the labels that are right, 0…1. Labels are compared as text: 1 and "1" are equal. */
export function accuracy(yTrue: Labels, yPred: Labels): number {
  checkLabels(yTrue, yPred);
  let right = 0;
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] === yPred[i] || String(yTrue[i]) === String(yPred[i])) right++;
  }
  return right / yTrue.length;
}

/**
 * Row k counts what the rows of class k were taken for: element (k, l) is the number of rows of class k that
 * were predicted as class l.
 *
 * @param classes the order of rows and columns. Default: all labels that occur, sorted.
 * @returns K × K.
 */
export function confusionMatrix(yTrue: Labels, yPred: Labels, classes = classesOf(yTrue, yPred)): Matrix {
  checkLabels(yTrue, yPred);
  const trueCodes = encodeLabels(yTrue, classes);
  const predictedCodes = encodeLabels(yPred, classes);
  const counts = matrix(classes.length, classes.length);
  trueCodes.forEach((code, i) => counts.data[code * classes.length + predictedCodes[i]]++);
  return counts;
}

function classesOf(yTrue: Labels, yPred: Labels): readonly Label[] {
  return unionOfClasses([sortedClasses(yTrue), sortedClasses(yPred)]);
}

export interface ClassScores {
  /** Of the rows predicted as this class, the share that is. */
  precision: number;
  /** Of the rows of this class, the share that was found. */
  recall: number;
  /** Harmonic mean of precision and recall. */
  f1: number;
  /** Rows of this class. */
  support: number;
}

export interface ClassificationReport {
  accuracy: number;
  /** In the order of the classes. */
  classes: (ClassScores & { label: Label })[];
  /** Plain mean of the scores over the classes; the support is the number of rows. */
  macro: ClassScores;
}

/**
 * Precision, recall and F1 of every class, with tp, fp, fn the true positives, false positives and false negatives:
 *
 *     precision = tp / (tp + fp)        recall = tp / (tp + fn)        F1 = 2 tp / (2 tp + fp + fn)
 *
 * A quotient 0 / 0 counts as 0, as in scikit-learn.
 *
 * @param classes default: all labels that occur, sorted.
 * @throws DataError when the lengths differ, there is no row, or a label is not among the classes.
 */
export function classificationReport(
  yTrue: Labels,
  yPred: Labels,
  classes = classesOf(yTrue, yPred),
): ClassificationReport {
  const counts = confusionMatrix(yTrue, yPred, classes);
  const scores = classes.map((label, k) => ({ label, ...scoresOfClass(counts, k) }));
  const mean = (of: (scores: ClassScores) => number) =>
    scores.reduce((sum, each) => sum + of(each), 0) / scores.length;
  return {
    accuracy: accuracy(yTrue, yPred),
    classes: scores,
    macro: {
      precision: mean(({ precision }) => precision),
      recall: mean(({ recall }) => recall),
      f1: mean(({ f1 }) => f1),
      support: yTrue.length,
    },
  };
}

function scoresOfClass({ data, nRows: K }: Matrix, k: number): ClassScores {
  let predicted = 0;
  let support = 0;
  for (let l = 0; l < K; l++) {
    predicted += data[l * K + k];
    support += data[k * K + l];
  }
  const tp = data[k * K + k];
  return {
    precision: ratio(tp, predicted),
    recall: ratio(tp, support),
    f1: ratio(2 * tp, predicted + support),
    support,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function checkLabels(yTrue: Labels, yPred: Labels): void {
  checkEqualLengths(yTrue, yPred, "yTrue and yPred");
  if (yTrue.length > 0) return;
  throw new DataError({ expected: "at least one label", got: "none", remedy: "Score on rows." });
}
