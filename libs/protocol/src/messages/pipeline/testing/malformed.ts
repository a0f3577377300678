import * as fc from "fast-check";
import { expect } from "vitest";
import { wholeOf, type WireBody } from "../../../wire-body.ts";

type Path = (string | number)[];

/** A field's place as refusals write it, e.g. `plan.cut[0][1]`; what is there instead; and the body with it. */
export type Fault = [place: string, instead: string, body: object];

/** Fields that may be missing: options of an optimizer or a layer, and addresses. */
const OPTIONAL = /optimizerOptions\.|layers\[\d+\]\.(?!type$)|addresses\./;
/** Fields that only the learner checks. */
const OPEN = /layers\[\d+\]\.(?!type$)/;

/** For every field of a body that fits, at whatever depth, the body without it, and with something else in its place. */
export function faultsOf(body: object): Fault[] {
  return pathsIn(body).flatMap((path): Fault[] => {
    const place = placeOf(path);
    if (OPEN.test(place)) return [];
    const old = at(body, path);
    const isObject = typeof old === "object" && old !== null && !Array.isArray(old);
    const odd: Fault = [
      place,
      isObject ? "a list" : "an object",
      put(body, path, isObject ? [[]] : { odd: true }),
    ];
    if (OPTIONAL.test(place) || typeof path.at(-1) === "number") return [odd];
    return [odd, [place, "nothing", put(body, path, undefined)]];
  });
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return path.length === 0 ? [] : [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const inside = keys.flatMap((key) =>
    pathsIn((value as Record<string | number, unknown>)[key], [...path, key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inside, key) => (inside as Record<string | number, unknown>)[key], value);
}

function put(body: object, path: Path, value: unknown): object {
  const changed = structuredClone(body);
  const parent = at(changed, path.slice(0, -1)) as Record<string | number, unknown>;
  parent[path.at(-1)!] = value;
  return changed;
}

function placeOf(path: Path): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join("");
}

/** What is thrown: an error of this class, whose message is a sentence and no stack trace. */
export function refusalOf<Refusal extends Error>(
  type: abstract new (...args: never[]) => Refusal,
  decode: () => unknown,
): Refusal {
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(type);
    const { message } = error as Refusal;
    expect(message).not.toBe("");
    expect(message.length).toBeLessThan(2000);
    expect(message).not.toMatch(/\n\s+at /);
    return error as Refusal;
  }
  return expect.unreachable("Expected a refusal, got an answer.");
}

const flip = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))
  .map(([where, bits]) => (body: Uint8Array) => {
    const changed = body.slice();
    if (changed.length > 0) changed[where % changed.length] ^= bits;
    return changed;
  });
const cut = fc.nat().map((where) => (body: Uint8Array) => body.slice(0, where % (body.length + 1)));
const other = fc.uint8Array({ maxLength: 200 }).map((bytes) => () => bytes);

/** One of the bodies, with some of its bytes changed, cut off, or replaced. */
function damaged(bodies: readonly WireBody[]): fc.Arbitrary<WireBody> {
  const changes = fc.array(fc.oneof({ weight: 3, arbitrary: flip }, cut, other), {
    minLength: 1,
    maxLength: 3,
  });
  return fc.tuple(fc.constantFrom(...bodies), changes).map(([{ contentType, body }, steps]) => ({
    contentType,
    body: steps.reduce(
      (bytes, step) => step(bytes),
      typeof body === "string" ? new TextEncoder().encode(body) : wholeOf(body),
    ),
  }));
}

/** Whatever is done to bodies that fit, they are read, or refused by an error of this class: never by another. */
export function requireRefusals(
  type: abstract new (...args: never[]) => Error,
  bodies: readonly WireBody[],
  decode: (body: WireBody) => unknown,
): void {
  let refused = 0;
  fc.assert(
    fc.property(damaged(bodies), (body) => {
      try {
        decode(body);
      } catch (error) {
        if (!(error instanceof type)) throw error;
        refused += 1;
      }
    }),
    { numRuns: 1000 },
  );
  expect(refused).toBeGreaterThan(500);
}
