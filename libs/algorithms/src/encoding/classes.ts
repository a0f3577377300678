import type { Label } from "../estimator.ts";
import { N_SMALL_INTEGERS, placeOfSmallInteger, smallIntegerAt } from "./small-integers.ts";

/** The distinct labels: numbers in ascending order, then strings in the order of their code units. */
export function sortedClasses(y: ArrayLike<Label>): Label[] {
  const occurs = new Uint8Array(N_SMALL_INTEGERS);
  const others = new Set<Label>();
  for (let i = 0; i < y.length; i++) {
    const place = placeOfSmallInteger(y[i]);
    if (place >= 0) occurs[place] = 1;
    else others.add(y[i]);
  }
  const distinct = [...others];
  occurs.forEach((isThere, place) => {
    if (isThere) distinct.push(smallIntegerAt(place));
  });
  return distinct.sort(compareLabels);
}

function compareLabels(a: Label, b: Label): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}

/**
 * The classes of all shards, sorted. When any shard has a label that is text, all become text: a column that reads
 * as numbers on one shard only (`1`, `2` here, `1`, `other` there) still means the same classes.
 */
export function unionOfClasses(list: readonly (readonly Label[])[]): Label[] {
  const all = list.flat();
  const anyText = all.some((label) => typeof label === "string");
  return sortedClasses(anyText ? all.map(String) : all);
}
