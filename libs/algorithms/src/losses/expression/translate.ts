import { ONE, UNARY_NAMES, ZERO, type Emitter, type Operand, type UnaryName } from "./emitter.ts";
import type { MathJsModule } from "./mathjs.ts";
import type { ExpressionNode, FunctionNode, OperatorNode } from "./nodes.ts";

type Branch = Extract<ExpressionNode, { type: "FunctionNode" | "ConditionalNode" }>;

/** g'(a) of smooth functions that mathjs does not differentiate, or not everywhere: its cbrt' is NaN below 0. */
const SLOPES: Record<string, (emitter: Emitter, a: Operand) => Operand> = {
  square: (emitter, a) => emitter.multiply(emitter.constant(2), a),
  expm1: (emitter, a) => emitter.call("exp", a),
  log1p: (emitter, a) => emitter.divide(ONE, emitter.add(ONE, a)),
  cbrt: (emitter, a) =>
    emitter.divide(
      ONE,
      emitter.multiply(emitter.constant(3), emitter.power(emitter.call("cbrt", a), emitter.constant(2))),
    ),
  log2: (emitter, a) => emitter.divide(emitter.constant(1 / Math.LN2), a),
};

/** Those, and functions with kinks: of abs mathjs would make abs(p)/p, which is NaN at 0. */
const OWN_DERIVATIVES = [...Object.keys(SLOPES), "abs", "max", "min"];

/**
 * Translates an expression and its derivative by one of its symbols into code of an `Emitter`.
 *
 * mathjs differentiates what is smooth. A part g that it cannot do (`max`, `a ? b : c`, …) is replaced by a variable v of
 * its own, and the chain rule puts the two together:
 *
 *     d/dp f(p, g(p)) = ∂f/∂p + ∂f/∂v · g'(p)
 */
export class Translator {
  private readonly math: MathJsModule;
  private readonly emitter: Emitter;
  private readonly variable: string;
  private readonly branches = new Map<string, Branch>();

  /** @param variable the symbol that `derivative` is by. */
  constructor(math: MathJsModule, emitter: Emitter, variable: string) {
    this.math = math;
    this.emitter = emitter;
    this.variable = variable;
  }

  value(node: ExpressionNode): Operand {
    const { emitter } = this;
    switch (node.type) {
      case "ConstantNode":
        return emitter.constant(node.value as number);
      case "SymbolNode": {
        const branch = this.branches.get(node.name);
        return branch ? this.value(branch) : emitter.variable(node.name);
      }
      case "ParenthesisNode":
        return this.value(node.content);
      case "OperatorNode":
        return this.operator(node);
      case "FunctionNode":
        return this.call(
          node.fn.name ?? "",
          node.args.map((arg) => this.value(arg)),
        );
      case "ConditionalNode":
        return emitter.choose(
          this.condition(node.condition),
          this.value(node.trueExpr),
          this.value(node.falseExpr),
        );
    }
  }

  /** The derivative by the variable. */
  derivative(node: ExpressionNode): Operand {
    const own = new Map<string, Branch>();
    const smooth = this.withoutBranches(node, own);
    let sum = this.partial(smooth, this.variable);
    for (const [name, branch] of own) {
      const slope = this.derivativeOfBranch(branch);
      sum = this.emitter.add(sum, this.emitter.multiply(this.partial(smooth, name), slope));
    }
    return sum;
  }

  /** ∂/∂name of what mathjs can differentiate. */
  private partial(node: ExpressionNode, name: string): Operand {
    const derived = this.math.derivative(node as never, name, { simplify: false });
    return this.value(derived as unknown as ExpressionNode);
  }

  /** Puts a variable in the place of every outermost part that mathjs cannot differentiate, and notes it in `own`. */
  private withoutBranches(node: ExpressionNode, own: Map<string, Branch>): ExpressionNode {
    if (isBranch(node)) {
      const name = `branch${this.branches.size}`;
      this.branches.set(name, node);
      own.set(name, node);
      return new this.math.SymbolNode(name) as unknown as ExpressionNode;
    }
    const mapped = node as unknown as { map(f: (child: ExpressionNode) => ExpressionNode): ExpressionNode };
    return mapped.map((child) => this.withoutBranches(child, own));
  }

  private derivativeOfBranch(node: Branch): Operand {
    const { emitter } = this;
    if (node.type === "ConditionalNode") {
      const [a, b] = [this.derivative(node.trueExpr), this.derivative(node.falseExpr)];
      return emitter.choose(this.condition(node.condition), a, b);
    }
    const name = node.fn.name ?? "";
    if (name === "max" || name === "min") return this.derivativeOfExtreme(node, name);
    const value = this.value(node.args[0]);
    const slope = this.derivative(node.args[0]);
    if (name === "abs") return this.derivativeOfAbs(value, slope);
    return emitter.multiply(SLOPES[name](emitter, value), slope);
  }

  /** sign(a) a', 0 at the kink. */
  private derivativeOfAbs(value: Operand, slope: Operand): Operand {
    const { emitter } = this;
    const below = emitter.choose(emitter.compare(value, "<", ZERO), emitter.negate(slope), ZERO);
    return emitter.choose(emitter.compare(value, ">", ZERO), slope, below);
  }

  /**
   * The derivative of the argument that is chosen; of equal ones the mean, as of |a| it is 0 at 0: so where kinks cancel, as
   * at p = 0 in log1p(exp(-abs(p))) + max(0, p), the sum has its slope.
   */
  private derivativeOfExtreme(node: FunctionNode, name: "max" | "min"): Operand {
    const { emitter } = this;
    const [wins, loses] = name === "max" ? ([">", "<"] as const) : (["<", ">"] as const);
    let [value, slope] = [this.value(node.args[0]), this.derivative(node.args[0])];
    for (const arg of node.args.slice(1)) {
      const [next, nextSlope] = [this.value(arg), this.derivative(arg)];
      const mean = emitter.multiply(emitter.constant(0.5), emitter.add(slope, nextSlope));
      const otherwise = emitter.choose(emitter.compare(value, loses, next), nextSlope, mean);
      slope = emitter.choose(emitter.compare(value, wins, next), slope, otherwise);
      value = emitter.call(name, value, next);
    }
    return slope;
  }

  private operator({ fn, args }: OperatorNode): Operand {
    const { emitter } = this;
    const [a, b = ZERO] = args.map((arg) => this.value(arg));
    switch (fn) {
      case "add":
        return emitter.add(a, b);
      case "subtract":
        return emitter.subtract(a, b);
      case "multiply":
        return emitter.multiply(a, b);
      case "divide":
        return emitter.divide(a, b);
      case "pow":
        return emitter.power(a, b);
      case "unaryMinus":
        return emitter.negate(a);
      default:
        return a;
    }
  }

  private call(name: string, args: Operand[]): Operand {
    const { emitter } = this;
    const [a] = args;
    if (isUnary(name) || name === "abs") return emitter.call(name, a);
    switch (name) {
      case "max":
      case "min":
        return emitter.call(name, ...args);
      case "square":
        return emitter.multiply(a, a);
      // The derivatives of tan and tanh.
      case "sec":
        return emitter.divide(ONE, emitter.call("cos", a));
      case "sech":
        return emitter.divide(ONE, emitter.call("cosh", a));
      default:
        throw new Error(`There is no code for the function ${name}.`);
    }
  }

  private condition(node: ExpressionNode): string {
    if (node.type === "ParenthesisNode") return this.condition(node.content);
    const { fn, args } = node as OperatorNode;
    if (fn === "not") return `!${this.condition(args[0])}`;
    if (fn === "and" || fn === "or") {
      return `(${this.condition(args[0])} ${fn === "and" ? "&&" : "||"} ${this.condition(args[1])})`;
    }
    return this.emitter.compare(this.value(args[0]), COMPARISONS[fn], this.value(args[1]));
  }
}

const COMPARISONS: Record<string, Parameters<Emitter["compare"]>[1]> = {
  smaller: "<",
  larger: ">",
  smallerEq: "<=",
  largerEq: ">=",
  equal: "===",
  unequal: "!==",
};

function isBranch(node: ExpressionNode): node is Branch {
  return (
    node.type === "ConditionalNode" ||
    (node.type === "FunctionNode" && OWN_DERIVATIVES.includes(node.fn.name ?? ""))
  );
}

function isUnary(name: string): name is UnaryName {
  return (UNARY_NAMES as readonly string[]).includes(name);
}
