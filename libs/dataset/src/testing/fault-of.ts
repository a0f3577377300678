import { DatasetError } from "../dataset-error.ts";

/** The DatasetError that `run` throws; any other outcome is an error of the test. */
export function faultOf(run: () => unknown): DatasetError {
  try {
    run();
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error("Expected a DatasetError, got none.");
}
