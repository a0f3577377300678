import { LinearModel, type Label, type Task } from "@chimera/algorithms";
import type { ParameterServerSettings } from "./settings.ts";

/** What fixes the shape of the model that master and workers share. */
export interface ModelShape {
  task: Task;
  loss: ParameterServerSettings["loss"];
  /** Order of the features in the parameter vector. */
  columns: readonly string[];
  /** `null` for a regressor. */
  classes: readonly Label[] | null;
}

/** One output for a regressor and for two classes; one per class above two (one-vs-all). */
export function linearModelOf({ task, loss, columns, classes }: ModelShape): LinearModel {
  const nOutputs = classes === null || classes.length === 2 ? 1 : classes.length;
  return new LinearModel({ task, loss, nFeatures: columns.length, nOutputs });
}
