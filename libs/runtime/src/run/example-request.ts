import type { Master } from "@chimera/nodes";
import { PATHS } from "@chimera/protocol";

/** One row that the master can be asked about, e.g. the hold-out's first. */
export interface ExampleRow {
  columns: readonly string[];
  values: readonly number[];
}

const pathsOf = {
  "parameter-server": PATHS.parameterServer,
  aggregation: PATHS.aggregation,
  pipeline: PATHS.pipeline,
};

/** A command a user can paste: `predict` for a row once there is a model, otherwise `fit`. */
export function exampleRequest(kind: Master["kind"], url: string, row?: ExampleRow): string {
  const paths = pathsOf[kind];
  if (!row) return `curl -X POST ${url}${paths.fit}`;
  const body = JSON.stringify({ X_pred_columns: row.columns, X_pred_rows: [row.values] });
  return `curl ${url}${paths.predict} -H 'content-type: application/json' -d '${body.replaceAll("'", "'\\''")}'`;
}
