import type { Task } from "../../estimator.ts";
import type { PointwiseLoss } from "../pointwise-loss.ts";
import { SyntaxFault } from "./syntax-fault.ts";

/** 0, where training starts, and odd numbers, so that kinks at round ones are missed. */
const SCORES = [-7.13, -3.31, -1.57, -0.83, -0.29, 0, 0.17, 0.61, 1.37, 2.71, 6.89];
const TARGETS: Record<Task, readonly number[]> = {
  classifier: [-1, 1],
  regressor: [-2.3, -0.7, 0.09, 0.4, 1, 3.1],
};

type Scalar = (at: number) => number;

/**
 * Compares the derivative with finite differences over a grid of targets and scores: it has to lie between the slopes to
 * the left and to the right. Points where the loss is not finite (log(p) below 0) tell nothing, but not all may be.
 *
 * @throws SyntaxFault with the first point that does not fit.
 */
export function checkDerivative({ value, derivative }: PointwiseLoss, task: Task): void {
  let compared = 0;
  for (const y of TARGETS[task]) {
    const [f, slope]: Scalar[] = [(p) => value(y, p), (p) => derivative(y, p)];
    for (const p of SCORES) if (compareAt(f, slope, p, `y = ${y}, p`)) compared += 1;
  }
  if (compared === 0) throw nowhereFinite(`y = ${TARGETS[task][0]}, p`);
}

/** The same for a function of x. @throws SyntaxFault */
export function checkSlopes(value: Scalar, derivative: Scalar): void {
  const compared = SCORES.filter((x) => compareAt(value, derivative, x, "x"));
  if (compared.length === 0) throw nowhereFinite("x");
}

/** @param place what stands before `= at` in the message. */
function compareAt(value: Scalar, derivative: Scalar, at: number, place: string): boolean {
  const h = 1e-5;
  const [before, here, after] = [value(at - h), value(at), value(at + h)];
  if (![before, here, after].every(Number.isFinite)) return false;
  const slopes = [(here - before) / h, (after - here) / h];
  const slope = derivative(at);
  // Rounding in the values, and the curvature over h, move slopes by so much.
  const tolerance = 1e-3 * (1 + Math.max(...slopes.map(Math.abs))) + (1e-10 * Math.abs(here)) / h;
  if (slope >= Math.min(...slopes) - tolerance && slope <= Math.max(...slopes) + tolerance) return true;
  throw new SyntaxFault(
    `at ${place} = ${at} its derivative is ${slope}, but finite differences give ${slopes[1]}`,
  );
}

function nowhereFinite(place: string): SyntaxFault {
  return new SyntaxFault(`it is NaN or infinite wherever it was tried, e.g. for ${place} = ${SCORES[0]}`);
}
