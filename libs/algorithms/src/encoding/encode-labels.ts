import { DataError } from "../errors.ts";
import type { Label } from "../estimator.ts";
import { N_SMALL_INTEGERS, placeOfSmallInteger, smallIntegerAt } from "./small-integers.ts";

/**
 * The code of every label: its position in `classes`. Labels are compared as text, so that 1 and "1" are one class.
 *
 * @param y n labels.
 * @returns n codes 0…K−1.
 * @throws DataError with the label that is not among the classes.
 */
export function encodeLabels(y: ArrayLike<Label>, classes: readonly Label[]): Float64Array {
  const codes = new Map<Label, number>();
  classes.forEach((label, code) => codes.set(label, code).set(String(label), code));
  const ofSmallIntegers = codesOfSmallIntegers(codes);
  const encoded = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const place = placeOfSmallInteger(y[i]);
    const code = place >= 0 ? ofSmallIntegers[place] : codeOf(y[i], codes);
    if (code < 0) throw unknownLabel(y[i], i, classes);
    encoded[i] = code;
  }
  return encoded;
}

/** @returns −1 for a label that is none of the classes. Most are found as they are; turning numbers into text costs more. */
function codeOf(label: Label, codes: ReadonlyMap<Label, number>): number {
  return codes.get(label) ?? codes.get(String(label)) ?? -1;
}

function codesOfSmallIntegers(codes: ReadonlyMap<Label, number>): Int32Array {
  return new Int32Array(N_SMALL_INTEGERS).map((_, place) => codeOf(smallIntegerAt(place), codes));
}

function unknownLabel(label: Label, i: number, classes: readonly Label[]): DataError {
  return new DataError({
    expected: `one of the classes ${JSON.stringify(classes)}`,
    got: `${JSON.stringify(label)} at index ${i} (counted from 0)`,
    remedy: "Correct the label, or make its class known to the fit.",
  });
}
