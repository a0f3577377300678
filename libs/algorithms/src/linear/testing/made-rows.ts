import { matrix } from "../../tensor/matrix.ts";

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
