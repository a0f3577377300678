import { textOf, type WireBody } from "../wire-body.ts";

/**
 * Reads the two bodies of every round by hand when they are as they should be: the schemas take several times as long.
 * Whatever looks odd is left to them (`undefined`), for they say what is wrong and where.
 */

interface Round {
  fitId: string;
  round: number;
  parameters: Float64Array;
}

export function quickRound(received: WireBody): Round | undefined {
  const body = parsed(received);
  if (body === undefined) return undefined;
  const { fitId, round } = body;
  // Some local epochs come with a step size of their own: rare, and nothing to hurry for.
  if (body.learningRate !== undefined) return undefined;
  const parameters = float64ListOf(body.parameters);
  return typeof fitId === "string" && isCount(round) && parameters ? { fitId, round, parameters } : undefined;
}

interface Gradient {
  type: "gradient";
  gradient: Float64Array;
  loss: number;
  nSamples: number;
  validation?: Validation;
}

interface Validation {
  loss: number;
  nSamples: number;
}

export function quickGradient(received: WireBody): Gradient | undefined {
  const body = parsed(received);
  if (body === undefined) return undefined;
  const { loss, nSamples } = body;
  const gradient = float64ListOf(body.gradient);
  if (!gradient || !isFinite(loss) || !isCount(nSamples)) return undefined;
  if (body.validation === undefined) return { type: "gradient", gradient, loss, nSamples };
  const validation = validationOf(body.validation);
  return validation && { type: "gradient", gradient, loss, nSamples, validation };
}

function validationOf(value: unknown): Validation | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { loss, nSamples } = value as Record<string, unknown>;
  return isFinite(loss) && isCount(nSamples) ? { loss, nSamples } : undefined;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function parsed(received: WireBody): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(textOf(received));
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function float64ListOf(values: unknown): Float64Array | undefined {
  if (!Array.isArray(values)) return undefined;
  const list = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
    list[i] = value;
  }
  return list;
}
