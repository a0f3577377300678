import { mediaTypeOf } from "../wire-body.ts";

/** The parameter `charset` of a content type, in lower case; undefined when it has none. */
export function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/iu.exec(contentType)?.[1].toLowerCase();
}

/**
 * Whether a body of this type is read as JSON. Clients of chimera 0.1 send JSON under the type that their HTTP library
 * gives to any text, bytes or form, or under none: those are read too.
 */
export function isReadAsJson(contentType: string): boolean {
  const type = mediaTypeOf(contentType);
  // What is no media type at all says nothing.
  return !/^[^\s/]+\/[^\s/]+$/u.test(type) || type.endsWith("+json") || READ_AS_JSON.has(type);
}

const READ_AS_JSON: ReadonlySet<string> = new Set([
  "application/json",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "text/json",
  "text/plain",
]);
