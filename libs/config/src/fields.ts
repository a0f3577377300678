import { isIP } from "node:net";
import * as z from "zod";
import { parseJsonList } from "./json-list.ts";

/** Node fires a longer timer at once, so no time-out may exceed it. Seconds. */
export const LONGEST_TIMER_SECONDS = 2_147_483;

/** An integer written in digits: no `0x50`, no `80.0`, no `1e2`. */
export const integer = (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .trim()
    .regex(/^[+-]?\d+$/u)
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** A decimal number above 0, with or without an exponent; `NaN`, `Infinity` and what overflows to it are refused. */
export const positiveNumber = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu)
    .transform(Number)
    .pipe(z.number().gt(0).max(most));

/** `0` or `1`. */
export const flag = z
  .string()
  .trim()
  .pipe(z.enum(["0", "1"]))
  .transform((text) => text === "1");

/** A JSON list with at least one item. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.string().transform(parseJsonList).pipe(z.array(item).min(1, "the list is empty"));

/** A check for lists: every later item that equals an earlier one under `key` is an issue. */
export const allDifferent =
  <Item>(key: (item: Item) => unknown = (item) => item) =>
  (items: Item[], context: z.RefinementCtx): void => {
    const firstAt = new Map<unknown, number>();
    items.forEach((item, i) => {
      const first = firstAt.get(key(item));
      if (first === undefined) firstAt.set(key(item), i);
      else context.addIssue({ code: "custom", path: [i], message: `the same as item ${first + 1}` });
    });
  };

/** An IPv4 or IPv6 address to listen on. */
export const ipAddress = z
  .string()
  .trim()
  .refine((text) => isIP(text) !== 0 && !text.includes("%"));

/** An address to listen on, or `localhost`. */
export const listenHost = z.union([z.literal("localhost"), ipAddress]);

/** A path; made absolute where the project folder is known. */
export const path = z.string().refine((text) => !text.includes("\0"));

const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/iu;
const RESERVED = ["localhost", "master"];

/** Why `name` cannot be the host name of a worker; undefined when it can. */
export function hostNameFault(name: string): string | undefined {
  if (!LABEL.test(name)) return `${JSON.stringify(name)} is no host name`;
  if (RESERVED.includes(name.toLowerCase())) return `${JSON.stringify(name)} is taken: it means another host`;
  // In http://7/ or http://0x10/ the host is the IPv4 address of that number, and a broken xn-- label is no host.
  return urlOrNull(`http://${name}/`)?.hostname === name.toLowerCase()
    ? undefined
    : `${JSON.stringify(name)} does not stand for itself in a URL`;
}

/** One RFC 1123 label that names itself in a URL and is not reserved. */
export const hostName = z.string().superRefine((name, context) => {
  const fault = hostNameFault(name);
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
});

/** Host names compare without case (RFC 1123), so `Worker1` repeats `worker1`. */
export const hostNames = listOf(hostName).superRefine(allDifferent((name) => name.toLowerCase()));

function urlOrNull(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Base address of a worker, without the trailing slash. */
const workerUrl = z.string().transform((text, context) => {
  const url = urlOrNull(text.trim());
  const plain =
    url && /^https?:$/u.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  if (plain) return url.href.replace(/\/+$/u, "");
  context.addIssue({ code: "custom", message: `${JSON.stringify(text)} is no plain http(s) URL` });
  return z.NEVER;
});

export const workerUrls = listOf(workerUrl).superRefine(allDifferent());

/** `host:port`, where port 0 means any free one and an IPv6 host stands in brackets. */
export const listenAddress = z.string().transform((text, context) => {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/u.exec(text.trim()) ?? [];
  const host = listenHost.safeParse(bracketed ?? plain);
  if (host.success && Number(port) <= 65_535) return { host: host.data, port: Number(port) };
  context.addIssue({ code: "custom" });
  return z.NEVER;
});
