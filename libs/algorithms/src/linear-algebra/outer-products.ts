/**
 * What `n` consecutive rows that start at row `first` add to the gradient of affine scores: ∂/∂wₖ += Σᵢ cᵢₖ xᵢ and
 * ∂/∂bₖ += Σᵢ cᵢₖ. Four rows go through at once: a sum that is loaded and stored takes in four products.
 *
 * @param x rows of `d` features. @param coefficients cᵢₖ = ∂l/∂pᵢₖ, n × K values. @param gradient its weights, K × d row by row, and behind them its K biases.
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
