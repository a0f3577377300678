import { checkIntegerAtLeast, chooseByName, ParameterError } from "@chimera/algorithms";
import type { Action, Schedule, ScheduleName } from "./schedule.ts";

export interface ScheduleShape {
  /** p ≥ 1 */
  readonly nStages: number;
  /** m ≥ 1 */
  readonly nMicroBatches: number;
  /** v; ≥ 2 for `interleaved`, 1 for the others. Default: the least. */
  readonly nChunks?: number;
}

/** The actions of worker s. */
type MakeActions = (s: number, shape: Required<ScheduleShape>) => Action[];

/** 0 … n − 1 */
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const forward = (microBatch: number, chunk = 0): Action => ({ type: "forward", microBatch, chunk });
const backward = (microBatch: number, chunk = 0): Action => ({ type: "backward", microBatch, chunk });

/** One micro-batch goes all the way forward and back before the next begins: one worker computes at a time. */
const naive: MakeActions = (_s, { nMicroBatches: m }) => range(m).flatMap((j) => [forward(j), backward(j)]);

/**
 * All forwards, then all backwards (Huang et al., GPipe: Efficient Training of Giant Neural Networks, 2019). The
 * backwards ascend too, so that gradients are summed in the same order in every schedule.
 */
const gpipe: MakeActions = (_s, { nMicroBatches: m }) => [
  ...range(m).map((j) => forward(j)),
  ...range(m).map((j) => backward(j)),
];

/**
 * Worker s begins with p − 1 − s forwards, goes on with one forward and one backward in turn, and ends with the backwards
 * that are left (Narayanan et al., PipeDream: Generalized Pipeline Parallelism, 2019; with a flush at the end of each step: Memory-Efficient
 * Pipeline-Parallel DNN Training, 2021). It holds the activations of p − s micro-batches at most.
 */
const oneForwardOneBackward: MakeActions = (s, { nStages: p, nMicroBatches: m }) =>
  alternate(
    range(m).map((j) => forward(j)),
    range(m).map((j) => backward(j)),
    p - 1 - s,
  );

/**
 * 1F1B with v parts of the network on each worker, so that the pipeline fills v times as fast (Narayanan et al., Efficient
 * Large-Scale Language Model Training on GPU Clusters Using Megatron-LM, 2021). Micro-batches go in groups of p through chunk
 * 0, 1, …, and back through v − 1, v − 2, …
 */
const interleaved: MakeActions = (s, { nStages: p, nMicroBatches: m, nChunks: v }) => {
  const groups = range(m / p).map((g) => range(p).map((i) => g * p + i));
  const forwards = groups.flatMap((group) => range(v).flatMap((c) => group.map((j) => forward(j, c))));
  const backwards = groups.flatMap((group) =>
    range(v).flatMap((c) => group.map((j) => backward(j, v - 1 - c))),
  );
  return alternate(forwards, backwards, (p - 1 - s) * 2 + (v - 1) * p);
};

/** `warmUp` forwards, then a forward and a backward in turn, then the backwards that are left. */
function alternate(forwards: Action[], backwards: Action[], warmUp: number): Action[] {
  const first = Math.min(warmUp, forwards.length);
  const steady = forwards.slice(first).flatMap((action, i) => [action, backwards[i]]);
  return [...forwards.slice(0, first), ...steady, ...backwards.slice(forwards.length - first)];
}

const SCHEDULES: Readonly<Record<ScheduleName, MakeActions>> = {
  naive,
  gpipe,
  "1f1b": oneForwardOneBackward,
  interleaved,
};

/** In the order of the documentation. */
export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as readonly ScheduleName[];

/**
 * The schedule of that name.
 *
 * @throws ParameterError when there is none, a number is no integer ≥ 1, or `interleaved` does not come out even:
 *     it needs p ≥ 2 workers and a multiple of p micro-batches.
 */
export function pipelineSchedule(name: ScheduleName, shape: ScheduleShape): Schedule {
  const make = chooseByName(SCHEDULES, "schedule", name);
  const { nStages, nMicroBatches, nChunks = name === "interleaved" ? 2 : 1 } = shape;
  checkIntegerAtLeast(1, "stages", nStages);
  checkIntegerAtLeast(1, "microBatches", nMicroBatches);
  if (name === "interleaved") checkInterleaved(nStages, nMicroBatches, nChunks);
  else if (nChunks !== 1) throw new ParameterError("chunks", `be 1 for ${name}`, nChunks);
  const actions = range(nStages).map((s) => make(s, { nStages, nMicroBatches, nChunks }));
  return { name, nStages, nChunks, nMicroBatches, actions };
}

function checkInterleaved(p: number, m: number, v: number): void {
  checkIntegerAtLeast(2, "chunks", v);
  if (p < 2) throw new ParameterError("stages", "be at least 2 for interleaved", p);
  if (m % p !== 0)
    throw new ParameterError("microBatches", `be a multiple of stages (${p}) for interleaved`, m);
}
