import fc from "fast-check";
import { all, create } from "mathjs/number";
import { beforeAll, describe, expect, test } from "vitest";
import { ParameterError } from "../../errors.ts";
import { chooseLoss } from "../choose-loss.ts";
import { createLoss } from "../losses.ts";
import type { PointwiseLoss } from "../pointwise-loss.ts";
import { checkDerivative } from "./check-derivative.ts";
import { compileExpression } from "./compile-expression.ts";
import { loadExpressions } from "./mathjs.ts";
import { SyntaxFault } from "./syntax-fault.ts";

fc.configureGlobal({ seed: 1 });

/** mathjs takes numbers for equal that nearly are, unless it is told not to. */
const { evaluate } = create(all, { relTol: 1e-300, absTol: 1e-310 });

test("before loadExpressions an expression is refused with the cure, a misspelt name like ever", () => {
  expect(() => chooseLoss("classifier", "log(1 + exp(-y * p))")).toThrow(ParameterError);
  expect(() => chooseLoss("classifier", "log(1 + exp(-y * p))")).toThrow(/await loadExpressions\(\)/);
  expect(() => chooseLoss("classifier", "log_los")).toThrow(
    /^loss must be one of hinge, .* or an expression in y and p, got "log_los": unknown symbol log_los at column 1, near "log_los"\.$/,
  );
});

describe("with mathjs", () => {
  beforeAll(loadExpressions);

  /** The named losses, as users would write them. */
  const KNOWN = {
    log_loss: "log(1 + exp(-y * p))",
    hinge: "max(0, 1 - y * p)",
    squared_hinge: "square(max(0, 1 - y*p))",
    modified_huber: "y * p < -1 ? -4 y p : max(0, 1 - y p)^2",
    squared_error: "(p - y)^2 / 2",
    huber: "abs(p - y) <= 0.1 ? (p - y)^2 / 2 : 0.1 * abs(p - y) - 0.1^2 / 2",
    quantile: "max(0.5 * (y - p), (0.5 - 1) * (y - p))",
    poisson: "exp(p) - y * p",
  } as const;

  test.each(Object.keys(KNOWN) as (keyof typeof KNOWN)[])("%s written out is the named loss", (name) => {
    const named = createLoss(name);
    if (named.kind !== "pointwise") throw new Error("not pointwise");
    const own = compileExpression(KNOWN[name], named.task);
    expect(own.name).toBe(KNOWN[name]);
    for (const y of named.task === "classifier" ? [-1, 1] : [0, 0.7, 3]) {
      for (const p of [-5.3, -1.2, -0.31, 0.01, 0.44, 0.97, 2.2, 4.7]) {
        expect(own.value(y, p)).toBeCloseTo(named.pointwise.value(y, p), 12);
        expect(own.derivative(y, p)).toBeCloseTo(named.pointwise.derivative(y, p), 12);
      }
    }
  });

  test("where kinks cancel the slope is that of the sum: at p = 0, where training starts", () => {
    const loss = compileExpression("log1p(exp(-abs(y*p))) + max(0, -y*p)", "classifier");
    expect([loss.derivative(1, 0), loss.derivative(-1, 0)]).toEqual([-0.5, 0.5]);
    expect(compileExpression("min(p, 3p, y)", "regressor").derivative(1, 0)).toBe(2);
  });

  test("many at once are each one's value and derivative, also in place", () => {
    const loss = compileExpression("log1p(exp(-abs(y*p))) + max(0, -y*p)", "classifier");
    const [y, p] = [Float64Array.of(1, -1, 1), Float64Array.of(-700, 0.5, 9)];
    const [scores, values] = [p.slice(), new Float64Array(3)];
    loss.evaluate(y, p, 2, values, p);
    for (const i of [0, 1]) {
      expect([values[i], p[i]]).toEqual([loss.value(y[i], scores[i]), loss.derivative(y[i], scores[i])]);
    }
    expect([values[0], p[0], values[2], p[2]]).toEqual([700, -1, 0, 9]);
  });

  test.each(["exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "square", "abs"])(
    "%s has its derivative on both sides of 0, wherever it has a value",
    expectSlopesOf,
  );

  test.each(["sin", "cos", "tan", "atan", "sinh", "cosh", "tanh"])("%s has its derivative", expectSlopesOf);

  describe("random expressions", () => {
    const leaf = fc.constantFrom("y", "p", "p", "1", "2", "0.5", "3");
    const { expression } = fc.letrec<{ expression: string; comparison: string }>((tie) => {
      const some = tie("expression");
      const infix = (operator: string) => fc.tuple(some, some).map(([a, b]) => `(${a} ${operator} ${b})`);
      const call = (name: string) => some.map((a) => `${name}(${a})`);
      return {
        expression: fc.oneof(
          { depthSize: "small", withCrossShrink: true },
          leaf,
          ...["+", "-", "*", "/"].map(infix),
          some.map((a) => `(-${a})`),
          fc.tuple(some, fc.constantFrom("2", "3", "4", "-1", "1.5")).map(([a, b]) => `(${a})^(${b})`),
          ...["exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "square", "abs"].map(call),
          ...["sin", "cos", "tan", "atan", "sinh", "cosh", "tanh"].map(call),
          fc.tuple(some, some).map(([a, b]) => `max(${a}, ${b})`),
          fc.tuple(some, some, some).map(([a, b, c]) => `min(${a}, ${b}, ${c})`),
          fc.tuple(tie("comparison"), some, some).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
        ),
        comparison: fc.oneof(
          fc.tuple(some, fc.constantFrom("<", ">", "<=", ">="), some).map(([a, o, b]) => `(${a} ${o} ${b})`),
          fc.tuple(some, some, some).map(([a, b, c]) => `(${a} < ${b} and not (${b} > ${c}))`),
        ),
      };
    });
    const compiled = expression
      .map((text) => ({ text, loss: tryCompile(text) }))
      .filter((entry): entry is { text: string; loss: PointwiseLoss } => entry.loss !== null);
    const point = fc.double({ min: -3, max: 3, noNaN: true });

    test("the value is mathjs's own", () => {
      fc.assert(
        fc.property(compiled, point, point, ({ text, loss }, y, p) => {
          const expected = evaluate(text, { y, p }) as number;
          const value = loss.value(y, p);
          if (Number.isFinite(expected)) {
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
          } else expect(Number.isFinite(value)).toBe(false);
        }),
        { numRuns: 300 },
      );
    });

    test("the derivative lies between the finite differences to the left and to the right", () => {
      let compared = 0;
      fc.assert(
        fc.property(compiled, point, point, ({ loss }, y, p) => {
          if (isTame(loss, y, p)) compared += 1;
          else return;
          const h = 1e-6;
          const slopes = [-h, h].map((step) => (loss.value(y, p + step) - loss.value(y, p)) / step);
          const tolerance = 1e-3 * (1 + Math.max(...slopes.map(Math.abs)));
          const slope = loss.derivative(y, p);
          expect(slope).toBeGreaterThanOrEqual(Math.min(...slopes) - tolerance);
          expect(slope).toBeLessThanOrEqual(Math.max(...slopes) + tolerance);
        }),
        { numRuns: 300 },
      );
      expect(compared).toBeGreaterThan(100);
    });
  });

  describe("what is refused, with its place", () => {
    test.each([
      ["log(1 + exp(-y * q))", "unknown symbol q at column 18"],
      ["log(1 + exp(-y * p)", "Parenthesis ) expected at column 20, near its end"],
      ["p +* y", "Value expected at column 4"],
      ["1 + floor(p)", "unknown function floor"],
      [
        "y * sigmoid(p)",
        "sigmoid is no function of expressions, write 1 / (1 + exp(-x)) for sigmoid(x) (known: ",
      ],
      ["1 + floor(p)", "at column 5"],
      ["y(p)", "unknown function y"],
      ["max(p)", "max takes two or more arguments, not 1, at column 1"],
      ["log(p, 2)", "log takes one argument, not 2, at column 1"],
      ["p!", "the operator ! is not known here at column 2"],
      ["p % 2", "the operator % is not known here at column 3"],
      ["1 + (p > 0)", "> outside of the condition of a ? b : c at column 8"],
      ["p ? 1 : 2", "the condition before ? is no comparison"],
      ["0 < p < 1 ? p : 2", "the condition before ? is no comparison"],
      ["[p, y]", "no place for an array at column 1"],
      ["p = 3", "no place for an assignment at column 3"],
      ["p; y", "no place for a block at column 2"],
      ['p + "a"', '"a" is not a finite number'],
      ["p.constructor", "no place for an accessor at column 2"],
      ["p + 1e999", "is not a finite number"],
      ["", "it is empty"],
      ["y^2", "it does not depend on p"],
      ["0 * p", "it does not depend on p"],
      ["log(-1 - p^2)", "it is NaN or infinite wherever it was tried"],
    ])("%s", (text, problem) => {
      const attempt = () => chooseLoss("classifier", text);
      expect(attempt).toThrow(ParameterError);
      expect(attempt).toThrow(problem);
      expect(attempt).toThrow(/^loss must be one of hinge, .* or an expression in y and p, got /);
    });

    test("what is no text, and the loss of the other task", () => {
      expect(() => chooseLoss("regressor", 3 as never)).toThrow(/expression in y and p, got 3\.$/);
      expect(() => chooseLoss("regressor", "hinge")).toThrow(/got "hinge": that one is for a classifier\.$/);
    });

    test("a derivative that is wrong, by finite differences", () => {
      const { value, evaluate: all } = compileExpression("(y - p)^2", "regressor");
      const wrong = { name: "wrong", value, evaluate: all, derivative: () => 1 };
      expect(() => checkDerivative(wrong, "regressor")).toThrow(SyntaxFault);
      expect(() => checkDerivative(wrong, "regressor")).toThrow(
        /at y = -2.3, p = -7.13 its derivative is 1, but/,
      );
    });
  });
});

function expectSlopesOf(name: string): void {
  const { value, derivative } = compileExpression(`${name}(p + 0.013)`, "regressor");
  let compared = 0;
  for (const p of [-2.3, -0.7, -0.1, 0.2, 0.9, 3.1]) {
    const h = 1e-6;
    const slope = (value(0, p + h) - value(0, p - h)) / (2 * h);
    if (!Number.isFinite(slope)) continue;
    expect(derivative(0, p)).toBeCloseTo(slope, 4);
    compared += 1;
  }
  expect(compared).toBeGreaterThanOrEqual(3);
}

function tryCompile(text: string): PointwiseLoss | null {
  try {
    return compileExpression(text, "regressor");
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    // No p in it, a division by zero, or a pile of kinks at 0; elsewhere the two derivatives never disagree.
    expect(`${text}: ${error.message}`).toMatch(
      /does not depend on p|NaN or infinite|derivative is (NaN|-?Infinity)|p = 0 its derivative/,
    );
    return null;
  }
}

/** Whether the loss is finite, moderate and not too curved around p for finite differences to tell its slope. */
function isTame(loss: PointwiseLoss, y: number, p: number): boolean {
  const at = [-2e-6, -1e-6, 0, 1e-6, 2e-6].map((step) => loss.value(y, p + step));
  if (!at.every((value) => Number.isFinite(value) && Math.abs(value) < 1e3)) return false;
  const jumps = at.slice(1).map((value, i) => Math.abs(value - at[i]));
  return Math.max(...jumps) < 1e-4 && Number.isFinite(loss.derivative(y, p));
}
