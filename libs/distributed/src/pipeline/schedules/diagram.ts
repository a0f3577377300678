import type { Simulation, TimedAction } from "./simulate.ts";

/** Columns of a terminal that is wide enough. */
const MOST_COLUMNS = 150;
/** Of a unit of time. */
const UNIT_COLUMNS = 2;

/**
 * The simulation as text, a line for each worker and two columns for each unit of time: `F3` is a forward of micro-batch 3, `B3──`
 * a backward of it that takes two units, `·` waiting. Micro-batches from 10 on are `a`, `b`, …
 */
export function diagram({ timed, makespan }: Pick<Simulation, "timed" | "makespan">): string[] {
  const columns = Math.round(makespan * UNIT_COLUMNS);
  return timed.map((actions) => {
    const line = Array.from({ length: columns }, () => "·");
    for (const action of actions) draw(line, action);
    const shown = line.slice(0, MOST_COLUMNS).join("");
    return columns > MOST_COLUMNS ? `${shown} …` : shown;
  });
}

function draw(line: string[], { type, microBatch, start, end }: TimedAction): void {
  const [from, to] = [Math.round(start * UNIT_COLUMNS), Math.round(end * UNIT_COLUMNS)];
  const signs = [type === "forward" ? "F" : "B", (microBatch % 36).toString(36)];
  for (let at = from; at < to; at++) line[at] = signs[at - from] ?? "─";
}
