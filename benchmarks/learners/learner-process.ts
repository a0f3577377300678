import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { workspaceRoot } from "../workspace-root.ts";
import type { LearnerAnswer, LearnerOrder } from "./orders.ts";

/** A process that holds one learner, and takes one order at a time. */
export interface LearnerProcess {
  ask(order: LearnerOrder): Promise<LearnerAnswer>;
  stop(): void;
}

export function startOurs(): LearnerProcess {
  return startLearner(process.execPath, [join(workspaceRoot, "dist/bench-learner/main.js")], process.env);
}

/** The Python interpreters that may have scikit-learn: the one in the path, then the system's. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** @returns the command of a Python that has scikit-learn, or `undefined`. */
export function pythonWithScikitLearn(): string | undefined {
  return PYTHONS.find((python) => spawnSync(python, ["-c", "import sklearn"]).status === 0);
}

/** @param nThreads of its linear algebra and its boosting; `undefined`: as many as it takes by itself. */
export function startScikitLearn(python: string, nThreads?: number): LearnerProcess {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // Set on some machines for older libraries; they would slow this one down.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  if (nThreads !== undefined)
    Object.assign(env, { OMP_NUM_THREADS: nThreads, OPENBLAS_NUM_THREADS: nThreads });
  return startLearner(python, [join(workspaceRoot, "benchmarks/peers/scikit_learn_learner.py")], env);
}

function startLearner(command: string, args: string[], env: NodeJS.ProcessEnv): LearnerProcess {
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { value, done } = (await lines.next()) as IteratorResult<string>;
      if (done) throw new Error(`${command} ended when it was asked to ${order.order}.`);
      return JSON.parse(value) as LearnerAnswer;
    },
    stop: () => void child.stdin.end(),
  };
}
