/**
 * The two inner loops of linear models with K outputs, over `n` consecutive rows that start at row `first`. Several rows go
 * through at once: a weight that is loaded serves as many products, and the sums do not wait for each other.
 *
 * `parameters` holds the weights, K × d row by row, and behind them the K biases.
 */

/** pᵢₖ = wₖ·xᵢ + bₖ. @param x rows of `d` features. @param scores receives n × K values, row by row. */
export function affineScores(
  x: Float64Array,
  d: number,
  first: number,
  n: number,
  parameters: Float64Array,
  K: number,
  scores: Float64Array,
): void {
  const whole = n - (n % 8);
  for (let k = 0; k < K; k++) {
    const w = k * d;
    const bias = parameters[K * d + k];
    for (let i = 0; i < whole; i += 8) {
      const x0 = (first + i) * d;
      const x1 = x0 + d;
      const x2 = x1 + d;
      const x3 = x2 + d;
      const x4 = x3 + d;
      const x5 = x4 + d;
      const x6 = x5 + d;
      const x7 = x6 + d;
      let p0 = bias;
      let p1 = bias;
      let p2 = bias;
      let p3 = bias;
      let p4 = bias;
      let p5 = bias;
      let p6 = bias;
      let p7 = bias;
      for (let j = 0; j < d; j++) {
        const weight = parameters[w + j];
        p0 += weight * x[x0 + j];
        p1 += weight * x[x1 + j];
        p2 += weight * x[x2 + j];
        p3 += weight * x[x3 + j];
        p4 += weight * x[x4 + j];
        p5 += weight * x[x5 + j];
        p6 += weight * x[x6 + j];
        p7 += weight * x[x7 + j];
      }
      const to = i * K + k;
      scores[to] = p0;
      scores[to + K] = p1;
      scores[to + 2 * K] = p2;
      scores[to + 3 * K] = p3;
      scores[to + 4 * K] = p4;
      scores[to + 5 * K] = p5;
      scores[to + 6 * K] = p6;
      scores[to + 7 * K] = p7;
    }
    for (let i = whole; i < n; i++) {
      let p = bias;
      for (let j = 0; j < d; j++) p += parameters[w + j] * x[(first + i) * d + j];
      scores[i * K + k] = p;
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
