/** What a benchmark asks a process that reads CSV files. */
export interface ReadOrder {
  path: string;
}

export interface ReadAnswer {
  /** From the call to the matrix. */
  seconds: number;
  nRows: number;
  nColumns: number;
  /** Σ of all values: two that read the same file agree. */
  sum: number;
  /** Name and version of what reads. */
  version: string;
}
