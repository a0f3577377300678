/** Parameters of scikit-learn in our spelling: `n_neighbors` is `nNeighbors`. */
export function inCamelCase(parameters: object): object {
  const spelt = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [spelt(name), value as unknown]),
  );
}

/**
 * max |aᵢ − eᵢ| / max(|eᵢ|, floor), number by number; infinite when the lengths differ, or where one of the two alone is no
 * number.
 *
 * @param floor below it, numbers are compared absolutely. Default: 0, a number that should be 0 must be.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const [a, e] = [actual[i], expected[i]];
    if (a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    const error = Math.abs(a - e) / Math.max(Math.abs(e), floor);
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }
  return worst;
}
