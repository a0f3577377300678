import type { HistogramSum } from "../kernels.ts";
import { checkHistograms } from "../operands.ts";

export function addToHistograms(sum: HistogramSum): void {
  checkHistograms(sum);
  const { histogram, first, width, codes, rows, start, end, slots, weights } = sum;
  const d = first.length;
  for (let p = start; p < end; p++) {
    const i = rows[p];
    const row = i * d;
    const slot = slots[i];
    const weight = weights[i];
    for (let j = 0; j < d; j++) histogram[first[j] + codes[row + j] * width + slot] += weight;
  }
}
