import { join } from "node:path";
import { startLineProcess, type LineProcess } from "../processes/line-process.ts";
import { startPython } from "../processes/python.ts";
import { workspaceRoot } from "../workspace-root.ts";
import type { LearnerAnswer, LearnerOrder } from "./orders.ts";

/** A process that holds one learner. */
export type LearnerProcess = LineProcess<LearnerOrder, LearnerAnswer>;

export function startOurs(): LearnerProcess {
  return startLineProcess(process.execPath, [join(workspaceRoot, "dist/bench-learner/main.js")]);
}

/** @param nThreads of its linear algebra and its boosting; `undefined`: as many as it takes by itself. */
export function startScikitLearn(python: string, nThreads?: number): LearnerProcess {
  return startPython(python, "scikit_learn_learner.py", { nThreads });
}
