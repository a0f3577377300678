/**
 * A part of a computation that any thread can do: a pure function of plain data and typed arrays, which says nothing of
 * the other parts. So its results do not depend on who computes them, nor on how many do.
 */
export interface ParallelTask<Shared, Part, Result> {
  /** Finds the task again in another thread. */
  readonly name: string;
  run(shared: Shared, part: Part): Result;
}

/** Threads that share work; see `libs/kernels/src/threads` for the ones that Node has. */
export interface TaskPool {
  /** ≥ 1, with the calling thread. */
  readonly nThreads: number;
  /**
   * @param shared what all parts need: plain data and typed arrays, which are not changed.
   * @returns the results of the parts, in their order.
   * @throws what the task throws of its first part that fails.
   */
  map<Shared, Part, Result>(
    task: ParallelTask<Shared, Part, Result>,
    shared: Shared,
    parts: readonly Part[],
  ): Result[];
}

/** Does one part after another. */
export const serialPool: TaskPool = {
  nThreads: 1,
  map: (task, shared, parts) => parts.map((part) => task.run(shared, part)),
};

let current = serialPool;

/** The threads of this process: none besides its own, until a program chooses others at its start. */
export function taskPool(): TaskPool {
  return current;
}

/** Makes all computations of this process share their work among these threads. */
export function useTaskPool(chosen: TaskPool): void {
  current = chosen;
}
