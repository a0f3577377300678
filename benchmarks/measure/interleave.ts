import { summarize, type Summary } from "./statistics.ts";

/** Does its work once and returns what that took, in any unit. */
export type Run = () => Promise<number>;

/** Ours against something bare, run in turn. */
export interface Comparison {
  ours: Summary;
  bare: Summary;
  /** Of the pairs ours / bare: whatever slows the machine down for a while slows both of a pair. */
  ratio: Summary;
}

export interface InterleaveOptions {
  /** Pairs that count. */
  pairs: number;
  /** Pairs before them, which warm up compilers, connections and caches. */
  warmUp: number;
}

/** Runs A B A B …, so that the drift of the machine cancels in the ratio of each pair. */
export async function interleave(ours: Run, bare: Run, options: InterleaveOptions): Promise<Comparison> {
  const pairs: [number, number][] = [];
  for (let i = -options.warmUp; i < options.pairs; i++) {
    const pair: [number, number] = [await ours(), await bare()];
    if (i >= 0) pairs.push(pair);
  }
  return {
    ours: summarize(pairs.map(([a]) => a)),
    bare: summarize(pairs.map(([, b]) => b)),
    ratio: summarize(pairs.map(([a, b]) => a / b)),
  };
}
