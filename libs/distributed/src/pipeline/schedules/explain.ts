import { diagram } from "./diagram.ts";
import { pipelineSchedule, type ScheduleShape } from "./make-schedule.ts";
import { bubbleFormula, predictedBubble } from "./predicted-bubble.ts";
import type { ScheduleName } from "./schedule.ts";
import { simulate } from "./simulate.ts";

const WORDS: Readonly<Record<ScheduleName, string>> = {
  naive:
    "One micro-batch goes forward and back before the next begins, so that one worker computes at a time and all others wait.",
  gpipe:
    "All forwards, then all backwards. Workers wait while the pipeline fills and drains (the bubble), and each stores the activations of all micro-batches until their backwards come.",
  "1f1b":
    "As soon as a micro-batch can go back, it does: one forward and one backward in turn. The bubble is that of gpipe, but worker s stores at most p − s micro-batches, however many there are.",
  interleaved:
    "1f1b with several smaller parts of the network on each worker: the pipeline fills sooner, so that the bubble shrinks by the number of parts, for more messages and more stored activations.",
};

/** A schedule as a diagram, with its bubble and what it stores: for a terminal. @throws ParameterError as `pipelineSchedule` */
export function explainSchedule(name: ScheduleName, shape: ScheduleShape): string {
  const schedule = pipelineSchedule(name, shape);
  const simulation = simulate(schedule);
  const { nStages: p, nMicroBatches: m, nChunks: v } = schedule;
  const lines = diagram(simulation).map((line, s) => `worker ${String(s + 1).padEnd(3)} ${line}`);
  const parts = v > 1 ? `, ${v} parts each` : "";
  return [
    `${name}: ${p} worker${p === 1 ? "" : "s"}${parts}, ${m} micro-batch${m === 1 ? "" : "es"} a step`,
    "",
    ...lines,
    "",
    "F3 is a forward of micro-batch 3, B3── its backward, which takes twice as long; dots are waiting.",
    WORDS[name],
    "",
    `bubble             ${percent(simulation.bubble)} of the workers' time; ${bubbleFormula(name)} = ${percent(predictedBubble(schedule))}`,
    `stored at most     ${simulation.peakStored.map((peak, s) => `worker ${s + 1}: ${peak}`).join(", ")} micro-batches' activations`,
    `length of a step   ${simulation.makespan} units, of one forward each; one worker alone would need ${3 * m * p * v}`,
  ].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
