import { dot, scaleAddAndDot } from "../../linear/row-kernels.ts";
import { cutSlope } from "../../losses/cut-slope.ts";
import type { SGDSweep } from "../kernels.ts";
import { checkSweep } from "../operands.ts";

/** The loss's pair of the moment. One set for all sweeps: nothing in them outlives a row. */
const target = new Float64Array(1);
const score = new Float64Array(1);
const value = new Float64Array(1);
const slope = new Float64Array(1);

/** Scores and slopes as they were met, for a loss that is summed afterwards. */
const MOST_ROWS = 512;
const scores = new Float64Array(MOST_ROWS);
const slopes = new Float64Array(MOST_ROWS);

export function sgdSweep(sweep: SGDSweep): number {
  checkSweep(sweep);
  let sum = 0;
  for (let done = 0; done < sweep.size; done += MOST_ROWS) {
    sum += sweepPart(sweep, done, Math.min(MOST_ROWS, sweep.size - done));
  }
  return sum;
}

/** The `size` rows behind the first `done`. The step of a row and the score of the next are one pass over w. */
function sweepPart(sweep: SGDSweep, done: number, size: number): number {
  const { loss, x, d, order, targets, rates, factors, l2, fitIntercept, w, bias } = sweep;
  const { stepwise = null } = loss;
  const start = sweep.start + done;
  let sum = 0;
  let at = order[start] * d;
  let dotOfRow = dot(w, x, at);
  for (let i = 0; i < size; i++) {
    target[0] = targets[done + i];
    score[0] = bias[0] + dotOfRow;
    if (stepwise === null) {
      loss.evaluate(target, score, 1, value, slope);
      sum += value[0];
    } else {
      stepwise.slopes(target, score, 1, slope);
      scores[i] = score[0];
      slopes[i] = slope[0];
    }
    const eta = rates[done + i];
    const shrunk = 1 - eta * l2;
    const keep = shrunk > 0 ? shrunk : 0;
    const step = -eta * cutSlope(slope[0]) * factors[done + i];
    if (fitIntercept) bias[0] += step;
    // The last row has no next one: its own is as good as any.
    const next = i + 1 < size ? order[start + i + 1] * d : at;
    dotOfRow = scaleAddAndDot(w, keep, step, x, at, next);
    at = next;
  }
  const seen = done === 0 ? targets : targets.subarray(done);
  return stepwise ? stepwise.sum(seen, scores, size, slopes) : sum;
}
