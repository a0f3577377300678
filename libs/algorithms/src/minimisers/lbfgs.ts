import { LineSearch, type Objective } from "./line-search.ts";

export type { Objective } from "./line-search.ts";

export interface MinimiseOptions {
  /** It has converged when the largest component of the gradient is at most so great, ≥ 0. */
  readonly tol: number;
  /** Iterations at most, ≥ 1. */
  readonly maxIter: number;
  /** m, the steps that are remembered. Default: 10. */
  readonly memory?: number;
  /**
   * γ, the first guess of 1 / f'': the first step tried is −γ g. Default: none is known; the first step has the length 1 at
   * most, and is the gradient where that is shorter.
   */
  readonly firstStep?: number;
}

export interface Minimum {
  /** Where f is smallest of all points visited last. */
  readonly x: Float64Array;
  /** f(x). */
  readonly value: number;
  readonly nIter: number;
  /** Evaluations of f and its gradient. */
  readonly nEvaluations: number;
  /** Whether the gradient is within the tolerance. Not so at `maxIter`, or where rounding hides every descent. */
  readonly converged: boolean;
}

/**
 * Minimises a smooth function by L-BFGS (Liu & Nocedal, On the Limited Memory BFGS Method, 1989; Nocedal & Wright,
 * "Numerical Optimization", 2nd ed., 2006, algorithm 7.5): a quasi-Newton method that knows the curvature from its last m
 * steps only.
 *
 * @param start not changed.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions): Minimum {
  const n = start.length;
  const x = start.slice();
  const gradient = new Float64Array(n);
  const direction = new Float64Array(n);
  const history = new History(options.memory ?? 10, n);
  const line = new LineSearch(objective, n);
  let value = objective(x, gradient);
  let nIter = 0;
  while (largest(gradient) > options.tol && nIter < options.maxIter) {
    history.direction(gradient, direction);
    const first = history.isEmpty ? (options.firstStep ?? Math.min(1, 1 / norm(gradient))) : 1;
    if (!line.search(x, value, dot(gradient, direction), direction, first)) {
      if (history.isEmpty) break;
      // The remembered curvature has led nowhere: once more along the gradient itself.
      history.forget();
      continue;
    }
    nIter++;
    history.remember(x, gradient, line.point, line.gradient);
    x.set(line.point);
    gradient.set(line.gradient);
    value = line.value;
  }
  const converged = largest(gradient) <= options.tol;
  return { x, value, nIter, nEvaluations: line.nEvaluations + 1, converged };
}

/** The last m steps s = x⁺ − x and changes of the gradient y = g⁺ − g. */
class History {
  private readonly memory: number;
  private readonly steps: Float64Array[];
  private readonly changes: Float64Array[];
  /** ρ = 1 / y·s. */
  private readonly rho: Float64Array;
  private readonly shares: Float64Array;
  /** How many were remembered so far; number i is at i mod m. */
  private count = 0;

  constructor(memory: number, n: number) {
    this.memory = memory;
    this.steps = Array.from({ length: memory }, () => new Float64Array(n));
    this.changes = Array.from({ length: memory }, () => new Float64Array(n));
    this.rho = new Float64Array(memory);
    this.shares = new Float64Array(memory);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  forget(): void {
    this.count = 0;
  }

  /** A step along which the slope did not grow tells of no curvature that a minimum has, and is left out. */
  remember(x: Float64Array, gradient: Float64Array, xNext: Float64Array, gradientNext: Float64Array): void {
    const at = this.count % this.memory;
    const s = this.steps[at];
    const y = this.changes[at];
    for (let j = 0; j < s.length; j++) {
      s[j] = xNext[j] - x[j];
      y[j] = gradientNext[j] - gradient[j];
    }
    const curvature = dot(s, y);
    if (curvature <= Number.EPSILON * dot(y, y)) return;
    this.rho[at] = 1 / curvature;
    this.count++;
  }

  /** Algorithm 7.4, the two loops: p = −H g, where H approximates the inverse of the second derivative. */
  direction(gradient: Float64Array, p: Float64Array): void {
    const { memory, steps, changes, rho, shares, count } = this;
    const oldest = Math.max(0, count - memory);
    for (let j = 0; j < p.length; j++) p[j] = -gradient[j];
    for (let i = count - 1; i >= oldest; i--) {
      const at = i % memory;
      shares[at] = rho[at] * dot(steps[at], p);
      add(p, -shares[at], changes[at]);
    }
    if (count > 0) {
      const at = (count - 1) % memory;
      const gamma = 1 / (rho[at] * dot(changes[at], changes[at]));
      for (let j = 0; j < p.length; j++) p[j] *= gamma;
    }
    for (let i = oldest; i < count; i++) {
      const at = i % memory;
      add(p, shares[at] - rho[at] * dot(changes[at], p), steps[at]);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let j = 0; j < a.length; j++) a[j] += factor * b[j];
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function largest(a: Float64Array): number {
  let most = 0;
  for (let j = 0; j < a.length; j++) most = Math.max(most, Math.abs(a[j]));
  return most;
}
