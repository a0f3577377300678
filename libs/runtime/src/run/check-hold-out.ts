import type { Label } from "@chimera/algorithms";
import type { Dataset } from "@chimera/dataset";
import { LaunchError } from "../launch-error.ts";

/** What the workers agreed on; `null` where they do not tell. */
export interface TrainingData {
  readonly columns: readonly string[] | null;
  /** `null` for a regressor too. */
  readonly classes: readonly Label[] | null;
}

/**
 * Compares the hold-out with what the workers train on, before they do.
 *
 * @returns a note on rows of classes that nobody can learn, if there are any
 * @throws LaunchError when its columns are others: the model could not be scored
 */
export function checkHoldOut(
  { columns, y }: Pick<Dataset, "columns" | "y">,
  data: TrainingData,
): string | undefined {
  if (data.columns !== null) requireColumns(columns, data.columns);
  if (data.classes === null) return undefined;
  const known = new Set(data.classes);
  const strange = Array.from(y as ArrayLike<Label>).filter((label) => !known.has(label));
  if (strange.length === 0) return undefined;
  const names = [...new Set(strange)].map((label) => JSON.stringify(label)).join(", ");
  return (
    `${strange.length} of the ${y.length} rows in chimera_test_data are of classes that no worker has rows of (${names}): ` +
    "they will be scored as wrong."
  );
}

function requireColumns(got: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !got.includes(name));
  const unexpected = got.filter((name) => !expected.includes(name));
  if (missing.length + unexpected.length === 0) return;
  throw new LaunchError(
    "The model could not be scored: chimera_test_data/X_test.csv has not the columns of the training data; " +
      `missing [${missing.join(", ")}], unexpected [${unexpected.join(", ")}]. Correct its header, or remove chimera_test_data.`,
  );
}
