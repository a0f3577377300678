/** Where a text stops being JSON. */
export interface JsonFault {
  /** Index into the text of what does not fit. */
  offset: number;
  /** What should have stood there, in the words of Python's `json`, which chimera 0.1 answers with. */
  expecting: string;
}

const VALUE = "Expecting value";
const KEY = "Expecting property name enclosed in double quotes";
const COLON = "Expecting ':' delimiter";
const COMMA = "Expecting ',' delimiter";
const END = "Extra data";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may come next: `first…` also allows the closing bracket of an empty list or object. */
type Next = "value" | "firstItem" | "key" | "firstKey" | "colon" | "separator";

/**
 * Finds the fault that made `JSON.parse` refuse a text; engines tell its place in different words or not at all.
 * Nesting is counted on a stack of its own, so that no text can exhaust the engine's.
 *
 * @returns `null` when the text is JSON.
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ("{" | "[")[] = [];
  let next: Next = "value";
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const character = text[at];
    if (next === "separator") {
      const inside = open.at(-1);
      if (inside === undefined) return at < text.length ? { offset: at, expecting: END } : null;
      if (character === ",") next = inside === "{" ? "key" : "value";
      else if (character === (inside === "{" ? "}" : "]")) open.pop();
      else return { offset: at, expecting: COMMA };
      at += 1;
    } else if (next === "colon") {
      if (character !== ":") return { offset: at, expecting: COLON };
      next = "value";
      at += 1;
    } else if ((next === "firstItem" && character === "]") || (next === "firstKey" && character === "}")) {
      open.pop();
      next = "separator";
      at += 1;
    } else if (next === "key" || next === "firstKey") {
      if (character !== '"') return { offset: at, expecting: KEY };
      const end = endOfString(text, at);
      if (typeof end !== "number") return end;
      next = "colon";
      at = end;
    } else if (character === "{" || character === "[") {
      open.push(character);
      next = character === "{" ? "firstKey" : "firstItem";
      at += 1;
    } else {
      const end = endOfScalar(text, at);
      if (typeof end !== "number") return end;
      next = "separator";
      at = end;
    }
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text[at])) at += 1;
  return at;
}

function endOfScalar(text: string, at: number): number | JsonFault {
  if (text[at] === '"') return endOfString(text, at);
  return matchAt(NUMBER, text, at) ?? matchAt(LITERAL, text, at) ?? { offset: at, expecting: VALUE };
}

function endOfString(text: string, start: number): number | JsonFault {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '"') return at + 1;
    if (text[at] < " ") return { offset: at, expecting: "Invalid control character at" };
    if (text[at] === "\\") {
      const end = matchAt(ESCAPE, text, at);
      if (end === undefined) return { offset: at, expecting: "Invalid \\escape" };
      at = end;
    } else at += 1;
  }
  return { offset: start, expecting: "Unterminated string starting at" };
}

/** The index behind the match that starts at `at`, if there is one. */
function matchAt(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}
