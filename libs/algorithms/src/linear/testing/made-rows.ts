import { matrix, takeRows } from "../../tensor/matrix.ts";

const [N, D] = [60, 5];

/** The rows of references/sgd/make_references.py, by the same formula. */
export function madeRows() {
  const X = matrix(N, D);
  const y = new Float64Array(N);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < D; j++) {
      X.data[i * D + j] = ((i * 7919 + j * 104729 + i * j * 31 + i * i * 17) % 1000) / 500 - 1;
    }
    const [a, b, c] = X.data.subarray(i * D, i * D + 3);
    y[i] = a - 2 * b + 0.5 * c + (((i * 37) % 11) / 11 - 0.5);
  }
  const codes = Array.from(y, (value) => (value < -0.7 ? 0 : value < 0.7 ? 1 : 2));
  return { X, y, codes, binary: codes.map((code) => Number(code > 0)) };
}

export const sampleWeight = Array.from({ length: N }, (_, i) => ((i * 13) % 7) / 4);

/** The rows of `many_made_rows` there: 1000 to learn from, 2000 held out. */
export function manyMadeRows() {
  const X = matrix(3000, 6);
  const y = Array.from({ length: X.nRows }, (_, i) => {
    for (let j = 0; j < 6; j++) {
      X.data[i * 6 + j] = ((i * 7919 + j * 104729 + i * i * (17 + j)) % 9973) / 4986.5 - 1;
    }
    const [a, b, c] = X.data.subarray(i * 6, i * 6 + 3);
    const noise = ((i * 3571 + i * i * 31) % 10007) / 10007 - 0.5;
    return Number(a - 2 * b + 0.5 * c + 2 * noise > 0);
  });
  const part = (rows: number[]) => ({ X: takeRows(X, rows), y: rows.map((i) => y[i]) });
  const rows = y.map((_, i) => i);
  return { train: part(rows.filter((i) => i % 3 === 0)), test: part(rows.filter((i) => i % 3 !== 0)) };
}
