/**
 * The two inner loops of linear models with K outputs, over `n` consecutive rows that start at row `first`. Four rows go
 * through at once: a weight that is loaded serves four products, and the sums do not wait for each other.
 *
 * `parameters` holds the weights, K × d row by row, and behind them the K biases.
 */

/** pᵢₖ = wₖ·xᵢ + bₖ. @param x rows of `d` features. @param scores receives n × K values, from `at` on. */
export function affineScores(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  scores: Float64Array,
  at: number,
): void {
  const whole = n - (n % 4);
  for (let k = 0; k < K; k++) {
    const w = k * d;
    const bias = parameters[K * d + k];
    for (let i = 0; i < whole; i += 4) {
      const x0 = (first + i) * d;
      const x1 = x0 + d;
      const x2 = x1 + d;
      const x3 = x2 + d;
      let p0 = bias;
      let p1 = bias;
      let p2 = bias;
      let p3 = bias;
      for (let j = 0; j < d; j++) {
        const weight = parameters[w + j];
        p0 += weight * x[x0 + j];
        p1 += weight * x[x1 + j];
        p2 += weight * x[x2 + j];
        p3 += weight * x[x3 + j];
      }
      const to = at + i * K + k;
      scores[to] = p0;
      scores[to + K] = p1;
      scores[to + 2 * K] = p2;
      scores[to + 3 * K] = p3;
    }
    for (let i = whole; i < n; i++) {
      let p = bias;
      for (let j = 0; j < d; j++) p += parameters[w + j] * x[(first + i) * d + j];
      scores[at + i * K + k] = p;
    }
  }
}

/**
 * What the rows add to the gradient: ∂/∂wₖ += Σᵢ cᵢₖ xᵢ and ∂/∂bₖ += Σᵢ cᵢₖ.
 *
 * @param coefficients cᵢₖ = ∂l/∂pᵢₖ, n × K values. @param gradient in the order of the parameters.
 */
export function addOuterProducts(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  coefficients: Float64Array,
  K: number,
  gradient: Float64Array,
): void {
  const whole = n - (n % 4);
  for (let k = 0; k < K; k++) {
    const g = k * d;
    let sum = 0;
    for (let i = 0; i < whole; i += 4) {
      const x0 = (first + i) * d;
      const x1 = x0 + d;
      const x2 = x1 + d;
      const x3 = x2 + d;
      const from = i * K + k;
      const c0 = coefficients[from];
      const c1 = coefficients[from + K];
      const c2 = coefficients[from + 2 * K];
      const c3 = coefficients[from + 3 * K];
      sum += c0 + c1 + (c2 + c3);
      for (let j = 0; j < d; j++) {
        gradient[g + j] += c0 * x[x0 + j] + c1 * x[x1 + j] + (c2 * x[x2 + j] + c3 * x[x3 + j]);
      }
    }
    for (let i = whole; i < n; i++) {
      const c = coefficients[i * K + k];
      sum += c;
      for (let j = 0; j < d; j++) gradient[g + j] += c * x[(first + i) * d + j];
    }
    gradient[K * d + k] += sum;
  }
}
