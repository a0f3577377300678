import { midpoint, type Bins } from "./bins.ts";

/** Cells of the guide table. More cells than bins: most cells then hold no edge, and need no search. */
const N_CELLS = 1024;

/** Values from the lowest to the highest bin are in the cells 1 … 1022; the first and last are for values outside. */
const N_INNER_CELLS = N_CELLS - 3;

/**
 * Finds the bin of a value x: the number of edges below x, where edge e_b lies midway between the bins b and b + 1.
 *
 * A guide table makes it nearly free (indexed search: Chen & Asau, 1974): the range of the values is cut into cells
 * of equal width; all edges in earlier cells are below x, all edges in later cells above, so that only the edges
 * in the cell of x itself are searched, by bisection.
 */
export class BinLookup {
  private readonly edges: Float64Array;
  private readonly cellsPerUnit: number;
  private readonly offset: number;
  /** The edges of cell c are guide[c] … guide[c + 1] − 1. */
  private readonly guide: Uint8Array;

  constructor(bins: Bins) {
    this.edges = edgesBetween(bins);
    const cellsPerUnit = N_INNER_CELLS / (bins.upper[bins.upper.length - 1] - bins.lower[0]);
    // A width that is nothing or beyond the numbers makes one cell, and the bisection does it all.
    this.cellsPerUnit = Number.isFinite(cellsPerUnit) ? cellsPerUnit : 0;
    this.offset = 1 - bins.lower[0] * this.cellsPerUnit;
    this.guide = this.buildGuide();
  }

  /**
   * Writes the bins of `count` values of `data`, which lie `stride` apart from position `first`, to the same
   * positions of `codes`.
   */
  encode(data: Float64Array, codes: Uint8Array, first: number, stride: number, count: number): void {
    const { edges, guide, cellsPerUnit, offset } = this;
    for (let i = 0; i < count; i++) {
      const at = first + i * stride;
      const x = data[at];
      const cell = cellAt(x * cellsPerUnit + offset);
      let low = guide[cell];
      let high = guide[cell + 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (edges[middle] < x) low = middle + 1;
        else high = middle;
      }
      codes[at] = low;
    }
  }

  private buildGuide(): Uint8Array {
    const guide = new Uint8Array(N_CELLS + 1);
    for (const edge of this.edges) guide[cellAt(edge * this.cellsPerUnit + this.offset) + 1]++;
    for (let cell = 0; cell < N_CELLS; cell++) guide[cell + 1] += guide[cell];
    return guide;
  }
}

/** Never decreases with its argument, which is what the guide table rests on, also beyond the cells. */
function cellAt(position: number): number {
  if (position >= N_CELLS) return N_CELLS - 1;
  return position > 0 ? position | 0 : 0;
}

function edgesBetween({ lower, upper }: Bins): Float64Array {
  return upper.subarray(0, -1).map((value, b) => midpoint(value, lower[b + 1]));
}
