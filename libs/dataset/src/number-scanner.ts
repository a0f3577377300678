import { isMissingCell } from "./cell.ts";

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const UPPER_E = 69;
const LOWER_E = 101;

/** Integers below 2⁵³ are exact in float64. */
const FIRST_INEXACT = 2 ** 53;

/** 10⁰ … 10²², the powers of ten that are exact in float64. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A longer cell is left to the general path: with blanks round it, it may still be missing. */
const LONGEST_MISSING = 16;

/** Exponents of more digits are left to `Number`. */
const LARGEST_EXPONENT = 9999;

/**
 * Reads decimal numbers out of bytes of ASCII text, with the result of `Number(text)` bit for bit.
 *
 * Most cells are w · 10ᵉ with w < 2⁵³ and |e| ≤ 22. Both w and 10^|e| are then exact in float64, so that one
 * multiplication or division rounds once and hence correctly (Clinger, "How to read floating point numbers
 * accurately", PLDI 1990). Every other number is handed to `Number`.
 */
export class NumberScanner {
  /** Index of the next byte to read. */
  position: number;
  readonly #bytes: Buffer;

  /** @param bytes must hold, after the last number, at least one byte that belongs to no number. */
  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  /**
   * The next number, with spaces and tabs round it; afterwards `position` is at the byte that follows.
   * NaN when there is no finite number; `position` then means nothing.
   */
  next(): number {
    const bytes = this.#bytes;
    let at = this.position;
    while (isBlank(bytes[at])) at++;
    const start = at;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;

    let w = 0;
    let e = 0;
    const firstDigit = at;
    for (let digit = bytes[at] - ZERO; digit >>> 0 <= 9; digit = bytes[++at] - ZERO) w = w * 10 + digit;
    let nDigits = at - firstDigit;
    if (bytes[at] === POINT) {
      const firstDecimal = ++at;
      for (let digit = bytes[at] - ZERO; digit >>> 0 <= 9; digit = bytes[++at] - ZERO) w = w * 10 + digit;
      e = firstDecimal - at;
      nDigits -= e;
    }
    if (nDigits === 0) return NaN;
    if (bytes[at] === LOWER_E || bytes[at] === UPPER_E) {
      e += this.#exponentAfter(at);
      at = this.position;
    }
    const end = at;
    while (isBlank(bytes[at])) at++;
    this.position = at;

    if (w >= FIRST_INEXACT || e < -22 || e > 22)
      return finiteOrNaN(Number(bytes.toString("latin1", start, end)));
    // Without digits after the letter e is NaN, and so is the result.
    const magnitude = e < 0 ? w / POWERS_OF_TEN[-e] : w * POWERS_OF_TEN[e];
    return isNegative ? -magnitude : magnitude;
  }

  /**
   * After `next` gave NaN: whether the cell that began at `start` says that its value is missing; then `position` is at
   * the byte that follows the cell.
   */
  skipMissing(start: number): boolean {
    const bytes = this.#bytes;
    let end = start;
    while (!isEndOfCell(bytes[end]) && end < bytes.length) end++;
    this.position = end;
    return (
      end === start || (end - start <= LONGEST_MISSING && isMissingCell(bytes.toString("latin1", start, end)))
    );
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

function isEndOfCell(byte: number): boolean {
  return byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
