import * as z from "zod";

export const NODE_KINDS = [
  "sgd-worker",
  "model-worker",
  "stage-worker",
  "parameter-server-master",
  "aggregation-master",
  "pipeline-master",
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** What every node answers to `GET /healthz`. */
export const healthSchema = z.object({
  status: z.literal("ok"),
  /** The worker's name, or `master`. */
  node: z.string(),
  kind: z.enum(NODE_KINDS),
  version: z.string(),
  /** Name of the numeric kernel: it decides the last bits of every result. */
  kernel: z.string(),
  uptimeSeconds: z.number().nonnegative(),
});
export type Health = z.output<typeof healthSchema>;
