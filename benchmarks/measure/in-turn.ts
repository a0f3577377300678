import type { Run } from "./interleave.ts";

/**
 * Runs A B C A B C …: what was measured in one turn can be compared, for the machine was the same.
 *
 * @returns for each turn, what each run took.
 */
export async function inTurn(runs: readonly Run[], turns: number, warmUp: number): Promise<number[][]> {
  const measured: number[][] = [];
  for (let i = -warmUp; i < turns; i++) {
    const turn: number[] = [];
    for (const run of runs) turn.push(await run());
    if (i >= 0) measured.push(turn);
  }
  return measured;
}
