import { matrix, type Matrix } from "@chimera/algorithms";

/** `soft`: the mean of numbers or probabilities; `hard`: the shares of the workers' votes. */
export type Voting = "soft" | "hard";
/** `uniform`: every worker counts alike; `samples`: by the rows of its shard. */
export type Weighting = "uniform" | "samples";

/**
 * One prediction out of those of K workers:
 *
 *     soft:  ŷ(x)   = Σ_k w_k f_k(x) / Σ_k w_k
 *     hard:  p_c(x) = Σ_k w_k [argmax f_k(x) = c] / Σ_k w_k
 *
 * summed in the order of the list. Only those who answered are in the list, so the weights are those of the rest when
 * a worker is missing. A worker votes for the class of its greatest probability, of equal ones the first.
 *
 * @param predictions K × (n × 1 numbers, or n × C probabilities), K ≥ 1, all of one shape.
 * @param weights K numbers ≥ 0, not all 0. With equal ones of 1 the sum and its quotient are those of a plain mean, bit
 *   for bit.
 */
export function combine(predictions: readonly Matrix[], weights: readonly number[], voting: Voting): Matrix {
  const combined = matrix(predictions[0].nRows, predictions[0].nColumns);
  const add = voting === "hard" ? addVotes : addValues;
  let total = 0;
  predictions.forEach((values, k) => {
    add(combined.data, values, weights[k]);
    total += weights[k];
  });
  for (let i = 0; i < combined.data.length; i++) combined.data[i] /= total;
  return combined;
}

function addValues(sum: Float64Array, { data }: Matrix, weight: number): void {
  for (let i = 0; i < data.length; i++) sum[i] += weight * data[i];
}

function addVotes(sum: Float64Array, { data, nRows, nColumns: C }: Matrix, weight: number): void {
  for (let i = 0; i < nRows; i++) {
    const first = i * C;
    let best = first;
    for (let at = first + 1; at < first + C; at++) if (data[at] > data[best]) best = at;
    sum[best] += weight;
  }
}
