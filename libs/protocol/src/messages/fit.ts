import * as z from "zod";
import { readRequest, type WireBody } from "../wire-body.ts";
import { count } from "./numbers.ts";

/** The optional body of a master's `fit`. */
export const fitRequestSchema = z.strictObject({
  /** Go on from the parameters of the last fit instead of starting afresh. Default false. */
  warmStart: z.boolean().optional(),
});
export type FitRequest = { warmStart: boolean };

/** @throws RequestError 422. */
export function decodeFitRequest(received: WireBody): FitRequest {
  const request = readRequest(fitRequestSchema.nullable(), received, null);
  return { warmStart: request?.warmStart ?? false };
}

/** How a fit went for one worker. */
export const workerReportSchema = z.object({
  name: z.string(),
  state: z.enum(["ok", "failed"]),
  /** Rows of its shard; `null` when it never said. */
  nSamples: count.nullable(),
  /** Rounds it answered. */
  rounds: count,
  /** Bagging with `oobScore`: its own learner on the rows that it did not see; `null` without such rows. */
  outOfBag: z.object({ nSamples: count, score: z.number().nullable() }).optional(),
  /** What it was asked when it failed, in which round, and why. */
  failure: z.object({ order: z.string(), round: count, reason: z.string() }).optional(),
});

/** What every `fit` of chimera answers, 0.1 included: `ok`, or `partial` when some workers failed. */
export const fitDoneSchema = z.object({ fit: z.enum(["ok", "partial"]) });

/** A master's answer to `fit`. */
export const fitAnswerSchema = fitDoneSchema.extend({
  /** Rounds done; 1 for an aggregation. */
  iterations: count,
  converged: z.boolean(),
  /** Mean loss over all rows in the last round; `null` where the algorithm has none. */
  finalLoss: z.number().nullable(),
  /** Bagging: accuracy or r² of single learners on rows that they did not see; `null` when there are none. */
  oobScore: z.number().nullable().optional(),
  durationSeconds: z.number().nonnegative(),
  /** Bytes of all orders' bodies. */
  bytesSent: count,
  /** Bytes of all answers' bodies. */
  bytesReceived: count,
  /** A pipeline of several replicas: who hold the same weights, and the hash of those after the last round. */
  replicas: z
    .array(z.object({ stage: count, rank: count, workers: z.array(z.string()), hash: z.string() }))
    .optional(),
  workers: z.array(workerReportSchema),
  /** Remarks a user should read. */
  notes: z.array(z.string()),
});
export type FitAnswer = z.output<typeof fitAnswerSchema>;
