import { insertNeighbor, type Neighbors } from "./neighbors.ts";
import { scanEuclidean } from "./scan-euclidean.ts";

/** Training rows in the order in which they are searched. */
export interface SearchRows {
  /** n × d, row after row. */
  readonly x: Float64Array;
  readonly d: number;
  /** The number of each row among the training rows. */
  readonly numbers: Int32Array;
}

/**
 * A distance D = (Σⱼ |xⱼ − qⱼ|ᵖ)^(1/p). Searches compare Σ|·|ᵖ, which has the same order and needs no root: the neighbours
 * hold that until the end.
 */
export interface Metric {
  /** |difference|ᵖ */
  term(difference: number): number;
  /** D from Σ|·|ᵖ. */
  root(sum: number): number;
  /**
   * Puts those of the rows from…to−1 that are near enough among the neighbours of query i, whose features start at
   * `qAt` in `q`. A row is left as soon as its sum passes that of the last neighbour.
   */
  scan(
    rows: SearchRows,
    from: number,
    to: number,
    q: Float64Array,
    qAt: number,
    neighbors: Neighbors,
    i: number,
  ): void;
}

const euclidean: Metric = {
  term: (difference) => difference * difference,
  root: Math.sqrt,
  scan: scanEuclidean,
};

const manhattan: Metric = {
  term: Math.abs,
  root: (sum) => sum,
  scan({ x, d, numbers }, from, to, q, qAt, neighbors, i) {
    let worst = neighbors.distances[(i + 1) * neighbors.k - 1];
    for (let row = from; row < to; row++) {
      const at = row * d;
      let s0 = 0;
      let s1 = 0;
      let j = 0;
      for (; j + 4 <= d && s0 + s1 <= worst; j += 4) {
        s0 += Math.abs(x[at + j] - q[qAt + j]) + Math.abs(x[at + j + 1] - q[qAt + j + 1]);
        s1 += Math.abs(x[at + j + 2] - q[qAt + j + 2]) + Math.abs(x[at + j + 3] - q[qAt + j + 3]);
      }
      if (s0 + s1 > worst) continue;
      for (; j < d; j++) s0 += Math.abs(x[at + j] - q[qAt + j]);
      if (s0 + s1 <= worst) worst = insertNeighbor(neighbors, i, s0 + s1, numbers[row]);
    }
  },
};

function minkowski(p: number): Metric {
  return {
    term: (difference) => Math.abs(difference) ** p,
    root: (sum) => sum ** (1 / p),
    scan({ x, d, numbers }, from, to, q, qAt, neighbors, i) {
      let worst = neighbors.distances[(i + 1) * neighbors.k - 1];
      for (let row = from; row < to; row++) {
        const at = row * d;
        let sum = 0;
        for (let j = 0; j < d && sum <= worst; j++) sum += Math.abs(x[at + j] - q[qAt + j]) ** p;
        if (sum <= worst) worst = insertNeighbor(neighbors, i, sum, numbers[row]);
      }
    },
  };
}

export const METRICS = {
  minkowski: (p: number) => (p === 1 ? manhattan : p === 2 ? euclidean : minkowski(p)),
  euclidean: () => euclidean,
  manhattan: () => manhattan,
} satisfies Record<string, (p: number) => Metric>;

/** The metric that the parameters choose. @param p used by "minkowski" alone. */
export function metricOf({ metric, p }: { metric: keyof typeof METRICS; p: number }): Metric {
  return METRICS[metric](p);
}
