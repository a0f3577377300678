/** What is wrong with an expression, and where. */
export class SyntaxFault extends Error {
  override readonly name = "SyntaxFault";
  /** From 1; `null` where the fault is the expression as a whole. */
  readonly column: number | null;

  constructor(problem: string, column: number | null = null) {
    super(problem);
    this.column = column;
  }

  /** The fault in one sentence without its end, with the place and what stands there. */
  describe(text: string): string {
    if (this.column === null) return this.message;
    const rest = text.slice(this.column - 1, this.column + 14);
    const near = rest === "" ? "its end" : JSON.stringify(rest);
    return `${this.message} at column ${this.column}, near ${near}`;
  }
}

/** The column of the first place where `name` stands as a word of its own, followed by `after`. */
export function columnOf(text: string, name: string, after = ""): number | null {
  const escaped = name.replace(/[^\w]/g, "\\$&");
  const word = /^\w/.test(name) ? `(?<![\\w.])${escaped}(?!\\w)` : escaped;
  const found = new RegExp(word + after).exec(text);
  return found ? found.index + 1 : null;
}
