import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonWith } from "../processes/python.ts";
import { workspaceRoot } from "../workspace-root.ts";

/**
 * Fits the same trees with scikit-learn, one process each, where Python has it.
 *
 * @param dataDirs a folder with X_train.csv and y_train.csv for each tree.
 * @returns what to print.
 */
export async function fitWithScikitLearn(
  dataDirs: readonly string[],
  tree: { maxDepth: number; maxLeafNodes: number },
): Promise<string> {
  const python = pythonWith("sklearn");
  if (python === undefined)
    return "not measured: python3 with scikit-learn (python3-sklearn) is not installed";
  const script = join(workspaceRoot, "benchmarks/peers/scikit_learn_trees.py");
  const { status, stdout, stderr } = spawnSync(python, [script, JSON.stringify(tree), ...dataDirs], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} ended with status ${status}: ${stderr}`);
  return stdout.trim();
}
