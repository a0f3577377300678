import { POWERS_OF_TEN } from "./powers-of-ten.ts";

const SPACE = 32;
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const UPPER_E = 69;
const BACKSLASH = 92;
const LOWER_E = 101;

/** Integers below 2⁵³ are exact in float64. */
const FIRST_INEXACT = 2 ** 53;
/** Exponents of more digits are left to `Number`. */
const LARGEST_EXPONENT = 9999;

const ascii = new TextDecoder();

/**
 * Walks over the bytes of a JSON text. Whatever is not as expected is only reported; `JSON.parse` then says what the
 * text is, or what is wrong with it.
 */
export class JsonScanner {
  /** Index of the next byte to read. */
  position: number;
  readonly #bytes: Uint8Array;

  /** @param bytes must end with a bracket or brace where `number` is asked for. */
  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.position = position;
  }

  get isAtEnd(): boolean {
    return this.position >= this.#bytes.length;
  }

  skipBlanks(): void {
    const bytes = this.#bytes;
    let at = this.position;
    while (
      bytes[at] === SPACE ||
      bytes[at] === LINE_FEED ||
      bytes[at] === CARRIAGE_RETURN ||
      bytes[at] === TAB
    )
      at++;
    this.position = at;
  }

  /** Whether the next byte, blanks apart, is this one; then it is passed, and the blanks after it. */
  take(byte: number): boolean {
    if (this.#bytes[this.position] !== byte) {
      this.skipBlanks();
      if (this.#bytes[this.position] !== byte) return false;
    }
    this.position++;
    if (this.#bytes[this.position] <= SPACE) this.skipBlanks();
    return true;
  }

  /** Whether these letters of ASCII come next; then they are passed. */
  takeWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.position + i] !== word.charCodeAt(i)) return false;
    }
    this.position += word.length;
    return true;
  }

  /** The next value when it is a text; undefined when it is none. */
  text(): string | undefined {
    const bytes = this.#bytes;
    const start = this.position;
    if (bytes[start] !== QUOTE) return undefined;
    let at = start + 1;
    while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    this.position = at + 1;
    try {
      return JSON.parse(ascii.decode(bytes.subarray(start, at + 1))) as string;
    } catch {
      return undefined;
    }
  }

  /**
   * The next value when it is a number, with the result of `JSON.parse` bit for bit; NaN when it is none, or none that is
   * finite, and `position` then means nothing.
   *
   * A number is w · 10ᵉ. With w < 2⁵³ and |e| ≤ 22 both w and 10^|e| are exact in float64, so that one multiplication
   * or division rounds once and hence correctly (Clinger, "How to read floating point numbers accurately", PLDI 1990).
   * Every other number is handed to `Number`.
   */
  number(): number {
    const bytes = this.#bytes;
    const start = this.position;
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;

    let w = 0;
    let e = 0;
    const firstDigit = at;
    for (let digit = bytes[at] - ZERO; digit >>> 0 <= 9; digit = bytes[++at] - ZERO) w = w * 10 + digit;
    // JSON has neither numbers without a digit before the point nor zeros in front.
    if (at === firstDigit || (bytes[firstDigit] === ZERO && at - firstDigit > 1)) return NaN;
    if (bytes[at] === POINT) {
      const firstDecimal = ++at;
      for (let digit = bytes[at] - ZERO; digit >>> 0 <= 9; digit = bytes[++at] - ZERO) w = w * 10 + digit;
      if (at === firstDecimal) return NaN;
      e = firstDecimal - at;
    }
    if (bytes[at] === LOWER_E || bytes[at] === UPPER_E) {
      e += this.#exponentAfter(at);
      at = this.position;
    }
    this.position = at;

    if (w < FIRST_INEXACT && e >= -22 && e <= 22) {
      const magnitude = e < 0 ? w / POWERS_OF_TEN[-e] : w * POWERS_OF_TEN[e];
      return isNegative ? -magnitude : magnitude;
    }
    const value = Number(ascii.decode(bytes.subarray(start, at)));
    // Infinity − infinity is NaN: a number too large is none here.
    return value - value === 0 ? value : NaN;
  }

  /** The exponent after the letter at `mark`, capped; NaN when it has no digits. Moves `position` behind it. */
  #exponentAfter(mark: number): number {
    const bytes = this.#bytes;
    let at = mark + 1;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    const firstDigit = at;
    let exponent = 0;
    for (let digit = bytes[at] - ZERO; digit >>> 0 <= 9; digit = bytes[++at] - ZERO) {
      exponent = Math.min(exponent * 10 + digit, LARGEST_EXPONENT);
    }
    this.position = at;
    if (at === firstDigit) return NaN;
    return isNegative ? -exponent : exponent;
  }
}
