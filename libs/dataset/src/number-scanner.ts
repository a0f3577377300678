import { isMissingCell } from "./cell.ts";

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const ZERO = 48;
const UPPER_E = 69;
const LOWER_E = 101;

/** 10⁰ … 10²², the powers of ten that are exact in float64. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A longer cell is left to the general path: with blanks round it, it may still be missing. */
const LONGEST_MISSING = 16;

/**
 * Reads decimal numbers out of bytes of ASCII text, with the result of `Number(text)` bit for bit.
 *
 * Most cells are w / 10ᵏ with w < 2⁵³ and k ≤ 22. Both w and 10ᵏ are then exact in float64, so that one division rounds
 * once and hence correctly (Clinger, "How to read floating point numbers accurately", PLDI 1990). Every other number is
 * handed to `Number`.
 */
export class NumberScanner {
  /** Index of the next byte to read. */
  position: number;
  readonly #bytes: Buffer;
  readonly #powersOfTen = POWERS_OF_TEN;

  /** @param bytes must hold, after the last number, at least one byte that belongs to no number. */
  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  /**
   * The next number, with spaces and tabs round it; afterwards `position` is at the byte that follows.
   * NaN when there is no finite number; `position` then means nothing.
   *
   * Millions of cells pass through: characters are numerals here (V8 looks constants of a module up each time), and
   * what few cells have is in functions of its own.
   */
  next(): number {
    const bytes = this.#bytes;
    let at = this.position;
    if (bytes[at] <= 32 /* blank */) at = this.#afterBlanks(at);
    const start = at;
    const isNegative = bytes[at] === 45; /* − */
    if (isNegative || bytes[at] === 43 /* + */) at++;

    const firstDigit = at;
    let w = 0;
    for (let digit = bytes[at] - 48; digit >>> 0 <= 9; digit = bytes[++at] - 48) w = w * 10 + digit;
    let nDigits = at - firstDigit;
    let k = 0;
    if (bytes[at] === 46 /* . */) {
      const firstDecimal = ++at;
      for (let digit = bytes[at] - 48; digit >>> 0 <= 9; digit = bytes[++at] - 48) w = w * 10 + digit;
      k = at - firstDecimal;
      nDigits += k;
    }
    const after = bytes[at];
    const isWhole = after === 44 /* , */ || after === 10 /* \n */ || after === 13; /* \r */
    if (nDigits === 0 || w >= 2 ** 53 || k > 22 || !isWhole) return this.#otherNumber(start, at, nDigits);
    this.position = at;
    const magnitude = k > 0 ? w / this.#powersOfTen[k] : w;
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

  /** A number from `start` whose `nDigits` digits end at `at`: with an exponent, more digits, or blanks behind it. */
  #otherNumber(start: number, at: number, nDigits: number): number {
    if (nDigits === 0) return NaN;
    const bytes = this.#bytes;
    const hasExponent = bytes[at] === LOWER_E || bytes[at] === UPPER_E;
    const end = hasExponent ? this.#endOfExponent(at) : at;
    this.position = this.#afterBlanks(end);
    // A letter without digits behind it is NaN for `Number`, too.
    const value = Number(bytes.toString("latin1", start, end));
    return Number.isFinite(value) ? value : NaN;
  }

  /** Behind the exponent that begins with the letter at `mark`. */
  #endOfExponent(mark: number): number {
    const bytes = this.#bytes;
    let at = mark + 1;
    if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
    while ((bytes[at] - ZERO) >>> 0 <= 9) at++;
    return at;
  }

  #afterBlanks(at: number): number {
    const bytes = this.#bytes;
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    return at;
  }
}

function isEndOfCell(byte: number): boolean {
  return byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}
