import { decimalQuotient } from "./decimal-quotient.ts";
import { JsonScanner } from "./json-scanner.ts";
import { POWERS_OF_TEN } from "./powers-of-ten.ts";

/** Integers below 2⁵³ are exact in float64. */
const FIRST_INEXACT = 2 ** 53;

/**
 * Reads `count` numbers with commas between them and a bracket behind, the rest of a JSON list after its opening
 * bracket, bit for bit as `JSON.parse` does. Written out in one loop over the bytes: a call for each number costs
 * as much as its digits.
 *
 * A number's first nine digits are one integer, `high`, the others (nine at most) a second one, `low`, and its value is
 *
 *     (high · 10^nLow + low) / 10^nDecimals
 *
 * which one division rounds correctly when the dividend is below 2⁵³ (Clinger, "How to read floating point numbers
 * accurately", PLDI 1990), and `decimalQuotient` when it is above. Numbers with more digits or an exponent are left to
 * `JsonScanner`.
 *
 * @param bytes must not end with blanks.
 * @param at index of the first byte after the opening bracket.
 * @param into gets the numbers from index `offset` on.
 * @param takesNull whether a number may be `null`, which becomes NaN.
 * @returns index of the byte after the closing bracket; −1 when something else than such numbers came.
 */
export function readNumbers(
  bytes: Uint8Array,
  at: number,
  into: Float64Array,
  offset: number,
  count: number,
  takesNull: boolean,
): number {
  // Behind the end there is nothing that would stop a loop: a closing bracket or brace has to, as the last byte.
  if (!isClosing(bytes[bytes.length - 1])) return -1;
  const end = offset + count;
  for (let cell = offset; cell < end; cell++) {
    while (bytes[at] <= 32 && isBlank(bytes[at])) at++;
    const start = at;
    // Arithmetic instead of branches: a sign is a coin toss, and a wrong guess costs as much as three digits.
    const isNegative = Number(bytes[at] === 45);
    at += isNegative;
    const firstDigit = at;
    let high = 0;
    let digit = bytes[at] - 48;
    while (digit >>> 0 <= 9) {
      high = (high * 10 + digit) | 0;
      digit = bytes[++at] - 48;
    }
    const nDigits = at - firstDigit;
    let isPlain = nDigits > 0 && nDigits <= 9 && (nDigits === 1 || bytes[firstDigit] !== 48);

    let nDecimals = 0;
    let low = 0;
    let nLow = 0;
    if (bytes[at] === 46) {
      const firstDecimal = ++at;
      digit = bytes[at] - 48;
      // A single zero before the point leaves room for nine digits after it.
      const fullAt = high === 0 ? at + 9 : at + 9 - nDigits;
      while (digit >>> 0 <= 9 && at < fullAt) {
        high = (high * 10 + digit) | 0;
        digit = bytes[++at] - 48;
      }
      const firstLow = at;
      while (digit >>> 0 <= 9 && at < firstLow + 9) {
        low = (low * 10 + digit) | 0;
        digit = bytes[++at] - 48;
      }
      nLow = at - firstLow;
      nDecimals = at - firstDecimal;
      isPlain &&= nDecimals > 0;
    }
    // A further digit, or an e of either case (the bit 32 apart).
    if (digit >>> 0 <= 9 || (bytes[at] | 32) === 101) isPlain = false;

    let value = NaN;
    if (isPlain) {
      const w = nLow === 0 ? high : high * POWERS_OF_TEN[nLow] + low;
      if (nDecimals === 0) value = w;
      else if (w < FIRST_INEXACT) value = w / POWERS_OF_TEN[nDecimals];
      else value = decimalQuotient(high, POWERS_OF_TEN[nLow], low, POWERS_OF_TEN[nDecimals]);
      value *= 1 - 2 * isNegative;
    }
    if (value !== value) {
      const scanner = new JsonScanner(bytes, start);
      value = scanner.number();
      if (value !== value) {
        scanner.position = start;
        if (!takesNull || !scanner.takeWord("null")) return -1;
      }
      at = scanner.position;
    }
    into[cell] = value;
    while (bytes[at] <= 32 && isBlank(bytes[at])) at++;
    if (bytes[at++] !== (cell < end - 1 ? 44 : 93)) return -1;
  }
  return at;
}

function isClosing(byte: number | undefined): boolean {
  return byte === 93 || byte === 125;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
