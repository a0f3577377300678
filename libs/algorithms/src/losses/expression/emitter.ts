/** A value of the generated code: a variable or a number. */
export interface Operand {
  readonly code: string;
  /** Its value, where that is known now. */
  readonly constant: number | null;
}

const known = (constant: number): Operand => ({ code: `(${constant})`, constant });

export const ZERO = known(0);
export const ONE = known(1);

/**
 * Writes arithmetic as JavaScript statements, one per operation. The same operation on the same operands is written
 * once, so that value and derivative share what they have in common; what is known now is computed now, and a symbolic
 * derivative's 0 · a, 1 · a and a + 0 vanish.
 */
export class Emitter {
  /** `const` statements in the order in which they run. */
  readonly statements: string[] = [];
  private readonly names = new Map<string, string>();

  constant(value: number): Operand {
    return known(value);
  }

  variable(name: string): Operand {
    return { code: name, constant: null };
  }

  add(a: Operand, b: Operand): Operand {
    if (a.constant === 0) return b;
    if (b.constant === 0) return a;
    return this.binary(a, "+", b, (x, y) => x + y);
  }

  subtract(a: Operand, b: Operand): Operand {
    if (b.constant === 0) return a;
    return a.constant === 0 ? this.negate(b) : this.binary(a, "-", b, (x, y) => x - y);
  }

  multiply(a: Operand, b: Operand): Operand {
    if (a.constant === 0 || b.constant === 0) return ZERO;
    if (a.constant === 1) return b;
    if (b.constant === 1) return a;
    return this.binary(a, "*", b, (x, y) => x * y);
  }

  divide(a: Operand, b: Operand): Operand {
    if (a.constant === 0 || b.constant === 1) return a;
    return this.binary(a, "/", b, (x, y) => x / y);
  }

  negate(a: Operand): Operand {
    return a.constant === null ? this.bind(`-${a.code}`) : known(-a.constant);
  }

  /** aᵇ; small whole powers by multiplication. */
  power(a: Operand, b: Operand): Operand {
    if (b.constant === 0) return ONE;
    if (b.constant === 1) return a;
    if (a.constant === null && b.constant === 2) return this.multiply(a, a);
    if (a.constant === null && b.constant === 3) return this.multiply(this.multiply(a, a), a);
    if (a.constant === null && b.constant === 4) return this.power(this.multiply(a, a), known(2));
    return this.binary(a, "**", b, (x, y) => x ** y);
  }

  /** @param name of a function of `Math`. */
  call(name: "abs" | "max" | "min" | UnaryName, ...args: Operand[]): Operand {
    const constants = args.map(({ constant }) => constant);
    if (constants.every((constant) => constant !== null)) {
      const compute = Math[name] as (...values: number[]) => number;
      return known(compute(...constants));
    }
    return this.bind(`Math.${name}(${args.map(({ code }) => code).join(", ")})`);
  }

  /** @param condition code, as `compare` and `logic` give it. */
  choose(condition: string, a: Operand, b: Operand): Operand {
    return a.code === b.code ? a : this.bind(`${condition} ? ${a.code} : ${b.code}`);
  }

  compare(a: Operand, operator: "<" | ">" | "<=" | ">=" | "===" | "!==", b: Operand): string {
    return `(${a.code} ${operator} ${b.code})`;
  }

  private binary(
    a: Operand,
    operator: string,
    b: Operand,
    compute: (x: number, y: number) => number,
  ): Operand {
    if (a.constant !== null && b.constant !== null) return known(compute(a.constant, b.constant));
    return this.bind(`${a.code} ${operator} ${b.code}`);
  }

  private bind(code: string): Operand {
    let name = this.names.get(code);
    if (name === undefined) {
      name = `t${this.statements.length}`;
      this.names.set(code, name);
      this.statements.push(`const ${name} = ${code};`);
    }
    return { code: name, constant: null };
  }
}

/** Functions of one number that JavaScript has under the same name. */
export const UNARY_NAMES = [
  ...(["exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt"] as const),
  ...(["sin", "cos", "tan", "atan", "sinh", "cosh", "tanh"] as const),
];

export type UnaryName = (typeof UNARY_NAMES)[number];
