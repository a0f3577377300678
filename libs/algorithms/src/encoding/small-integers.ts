import type { Label } from "../estimator.ts";

/** Labels are mostly small integers: these have a place in a table, which is found faster than in a Set or a Map. */
const SMALLEST = -128;
const LARGEST = 127;
export const N_SMALL_INTEGERS = LARGEST - SMALLEST + 1;

/** The place of a label in a table of the small integers, 0…255, or −1 for one that is none. */
export function placeOfSmallInteger(label: Label): number {
  if (typeof label !== "number") return -1;
  const integer = label | 0;
  return integer === label && integer >= SMALLEST && integer <= LARGEST ? integer - SMALLEST : -1;
}

/** The small integer that has this place. */
export function smallIntegerAt(place: number): number {
  return place + SMALLEST;
}
