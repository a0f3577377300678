/** One entry of an `Accept` header, e.g. `text/*;q=0.5`. */
interface MediaRange {
  type: string;
  subtype: string;
  /** 0…1; 0: not acceptable. */
  quality: number;
}

/**
 * The type of the answer by the request's `Accept` header (RFC 9110 §12.5.1). Of the types that are offered, the one
 * with the highest quality wins; among equals the one that the header names more exactly, then earlier, then the one that is
 * offered first. Parameters other than `q` are ignored, and so are entries that are no media ranges.
 *
 * @param accept the header's value; empty, or without a valid entry, when everything is acceptable.
 * @param offered media types in lower case, the default first.
 * @returns undefined when nothing that is offered is acceptable.
 */
export function preferredType<Type extends string>(
  accept: string,
  offered: readonly Type[],
): Type | undefined {
  const ranges = rangesOf(accept);
  if (ranges.length === 0) return offered[0];
  const candidates = offered
    .map((type) => ({ type, ...bestMatch(type, ranges) }))
    .filter(({ quality }) => quality > 0);
  candidates.sort((a, b) => b.quality - a.quality || b.exactness - a.exactness || a.position - b.position);
  return candidates[0]?.type;
}

/** How acceptable a type is: the quality of the range that names it most exactly, and where that stands. */
function bestMatch(
  offered: string,
  ranges: readonly MediaRange[],
): { quality: number; exactness: number; position: number } {
  const matches = ranges.map(({ quality, ...range }, position) => ({
    quality,
    position,
    exactness: exactnessOf(range, offered),
  }));
  return matches.reduce((best, match) => (match.exactness > best.exactness ? match : best), {
    quality: 0,
    position: ranges.length,
    exactness: 0,
  });
}

/** 3 for the type itself, 2 for `text/*`, 1 for all types, 0 when the range does not hold the type. */
function exactnessOf({ type, subtype }: Omit<MediaRange, "quality">, offered: string): number {
  const [offeredType, offeredSubtype] = offered.split("/");
  if (type === "*" && subtype === "*") return 1;
  if (type !== offeredType) return 0;
  if (subtype === "*") return 2;
  return subtype === offeredSubtype ? 3 : 0;
}

const RANGE = /^\s*([^\s/;,]+)\/([^\s/;,]+)\s*(;.*)?$/u;
const QUALITY = /;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)/iu;
/** A comma inside quotes is part of a parameter. */
const ENTRY = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/gu;

function rangesOf(accept: string): MediaRange[] {
  return (accept.match(ENTRY) ?? []).flatMap((entry) => {
    const [whole, type, subtype, parameters = ""] = RANGE.exec(entry) ?? [];
    if (whole === undefined) return [];
    const quality = Math.min(Number(QUALITY.exec(parameters)?.[1] ?? 1), 1);
    return [{ type: type.toLowerCase(), subtype: subtype.toLowerCase(), quality }];
  });
}
