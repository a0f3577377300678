import { DataError } from "../errors.ts";
import { checkEqualLengths } from "../validation/data.ts";

type Numbers = ArrayLike<number>;

/** MSE = 1/n Σ (yᵢ − ŷᵢ)², in squared units of y; 0 is perfect. */
export function meanSquaredError(yTrue: Numbers, yPred: Numbers): number {
  return meanOver(yTrue, yPred, (y, prediction) => (y - prediction) ** 2);
}

/** MAE = 1/n Σ |yᵢ − ŷᵢ|, in units of y; 0 is perfect. */
export function meanAbsoluteError(yTrue: Numbers, yPred: Numbers): number {
  return meanOver(yTrue, yPred, (y, prediction) => Math.abs(y - prediction));
}

/**
 * Coefficient of determination, the share of the variance that is explained; 1 is perfect, 0 is as good as the mean:
 *
 *     r² = 1 − Σ (yᵢ − ŷᵢ)² / Σ (yᵢ − ȳ)²
 *
 * When y is constant the quotient has no value: 1 for perfect predictions, else 0, as in scikit-learn.
 */
export function r2Score(yTrue: Numbers, yPred: Numbers): number {
  const residual = meanSquaredError(yTrue, yPred);
  const mean = meanOver(yTrue, yTrue, (y) => y);
  const total = meanOver(yTrue, yTrue, (y) => (y - mean) ** 2);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

export interface RegressionReport {
  meanSquaredError: number;
  meanAbsoluteError: number;
  r2: number;
  /** Number of rows. */
  support: number;
}

/** All of the above. @throws DataError when the lengths differ or there is no row. */
export function regressionReport(yTrue: Numbers, yPred: Numbers): RegressionReport {
  return {
    meanSquaredError: meanSquaredError(yTrue, yPred),
    meanAbsoluteError: meanAbsoluteError(yTrue, yPred),
    r2: r2Score(yTrue, yPred),
    support: yTrue.length,
  };
}

function meanOver(yTrue: Numbers, yPred: Numbers, term: (y: number, prediction: number) => number): number {
  checkEqualLengths(yTrue, yPred, "yTrue and yPred");
  checkAnyTarget(yTrue);
  let sum = 0;
  for (let i = 0; i < yTrue.length; i++) sum += term(yTrue[i], yPred[i]);
  return sum / yTrue.length;
}

function checkAnyTarget(yTrue: Numbers): void {
  if (yTrue.length > 0) return;
  throw new DataError({ expected: "at least one target", got: "none", remedy: "Score on rows." });
}
