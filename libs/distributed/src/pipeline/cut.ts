import { ParameterError, summarise, type Sequential } from "@chimera/algorithms";

/** Where each part of a network begins and ends: layers [from, to). */
export type Cut = readonly (readonly [from: number, to: number])[];

/**
 * Cuts layers into consecutive parts so that the most expensive part is as cheap as can be, the linear partition problem:
 *
 *     C(i, k) = min over j < i of max(C(j, k − 1), c_{j+1} + … + c_i)
 *
 * with C(i, k) the cost of the best cut of the first i layers in k parts, each of one layer at least. Of equal cuts, the one whose
 * first parts are longest.
 *
 * @param costs c ≥ 0 of every layer. @param nParts 1 … the number of layers.
 */
export function cutEvenly(costs: readonly number[], nParts: number): Cut {
  const L = costs.length;
  const before = [0];
  for (const cost of costs) before.push(before[before.length - 1] + cost);
  const best = Array.from({ length: nParts + 1 }, () => new Float64Array(L + 1).fill(Infinity));
  const from = Array.from({ length: nParts + 1 }, () => new Int32Array(L + 1));
  best[0][0] = 0;
  for (let k = 1; k <= nParts; k++) {
    for (let i = k; i <= L; i++) {
      for (let j = k - 1; j < i; j++) {
        const cost = Math.max(best[k - 1][j], before[i] - before[j]);
        if (cost > best[k][i]) continue;
        best[k][i] = cost;
        from[k][i] = j;
      }
    }
  }
  const cut: [number, number][] = [];
  for (let k = nParts, end = L; k > 0; end = from[k][end], k--) cut.unshift([from[k][end], end]);
  return cut;
}

/** @param L layers. @throws ParameterError for more parts than layers, or layers that do not add up. */
export function checkParts(L: number, stages: number | readonly number[], nParts: number): void {
  if (nParts > L) {
    const rule = `be at most the number of layers, ${L}, for all parts together (stages × chunks)`;
    throw new ParameterError("stages", rule, nParts);
  }
  if (typeof stages === "number") return;
  const total = stages.reduce((sum, length) => sum + length, 0);
  if (total === L && stages.length === nParts) return;
  const rule = `list how many layers each of ${nParts} parts has, ${L} in all`;
  throw new ParameterError("stages", rule, stages);
}

/**
 * @param stages into how many stages, or how many layers each part has.
 * @param nParts of stages times chunks.
 * @param costs of every layer: measured times. Default: the FLOPs of its forward.
 * @throws ParameterError for more parts than layers, or layers that do not add up.
 */
export function cutNetwork(
  network: Sequential,
  stages: number | readonly number[],
  nParts: number,
  costs: readonly number[] = summarise(network).layers.map(({ flops }) => flops),
): Cut {
  checkParts(network.layers.length, stages, nParts);
  if (typeof stages === "number") return cutEvenly(costs, nParts);
  let end = 0;
  return stages.map((length) => [end, (end += length)]);
}
