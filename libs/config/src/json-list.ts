import type { z } from "zod";

/**
 * Reads a JSON list for a zod transform. Text that is no JSON becomes an issue which says at which character it
 * stops being a list (`params.at`, from 0), for Node's own messages name the place on some versions only.
 */
export function parseJsonList(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const at = placeOfFault(text);
    const found =
      at < text.length ? `unexpected ${JSON.stringify([...text.slice(at)][0])}` : "the text ends too early";
    context.addIssue({
      code: "custom",
      message: `this is no JSON list: ${found} at character ${at + 1}`,
      params: { at },
    });
    return undefined;
  }
}

const SPACE = /[ \t\n\r]*/uy;
const SCALAR =
  /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/**
 * Index of the character at which `text` stops being a flat JSON list (text.length when it ends too early).
 * All lists of the configuration are flat; a nested one is reported at its inner bracket.
 */
export function placeOfFault(text: string): number {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const matched = pattern.test(text);
    if (matched) at = pattern.lastIndex;
    return matched;
  };
  const take = (character: string): boolean => {
    skip(SPACE);
    if (text[at] !== character) return false;
    at++;
    skip(SPACE);
    return true;
  };
  if (!take("[")) return at;
  do {
    if (!skip(SCALAR)) return at;
  } while (take(","));
  take("]");
  return at;
}
