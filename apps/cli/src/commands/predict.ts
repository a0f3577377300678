import { NodeError } from "@chimera/client";
import { DatasetError, formatPredictions, readFeatures } from "@chimera/dataset";
import type { Features, Predictions } from "@chimera/dataset";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { command } from "../command.ts";
import { masterOptions, withMaster } from "../master-call.ts";
import type { Master } from "../master-call.ts";
import type { Services } from "../services.ts";
import { fileExists, writeOutput } from "../write-output.ts";

const text = {
  name: "predict",
  description: "Predict the rows of a CSV file with the model of a master",
  example: "--csv examples/quickstart/chimera_test_data/X_test.csv --output predictions.csv",
  args: {
    csv: {
      type: "string",
      required: true,
      valueHint: "FILE",
      description: "A CSV file with a header and the features of one row in each line",
    },
    ...masterOptions,
    json: { type: "boolean", description: "Print the master's answer as JSON instead of CSV" },
    output: {
      type: "string",
      valueHint: "FILE",
      description: "Write to this file. Default: standard output",
    },
    force: { type: "boolean", description: "Replace the file if it exists" },
  },
} as const;

export const predictCommand = (services: Services) =>
  command(text, async ({ csv, json, output, force, ...options }) => {
    const keep = force !== true;
    // Before anything is asked for; a file that comes meanwhile is not replaced either.
    if (output !== undefined && keep && existsSync(resolve(services.cwd, output))) throw fileExists(output);
    const path = resolve(services.cwd, csv);
    const rows = readRows(path, true);
    const result = await withMaster(options, services, async (master, isKnown) => {
      const answer = json ? askForJson(master, rows) : askForCsv(master, rows, isKnown);
      return answer.catch((error: unknown) => {
        // The master knows rows and columns; the file tells the line too, where a value is missing in it.
        if (error instanceof NodeError && error.status === 422) readRows(path, false);
        throw error;
      });
    });
    if (output === undefined) return services.print(result);
    writeOutput(output, `${result}\n`, services, { keep });
    services.say(`wrote ${rows.X.nRows} predictions to ${output}`);
  });

/** The master's own answer. */
async function askForJson(master: Master, { columns, X }: Features): Promise<string> {
  return JSON.stringify(await master.predict(columns, rowsWithNull(X)));
}

/**
 * What the master answers as `text/csv`, without the last line's end.
 *
 * @param isKnown whether it knows raw numbers, which are several times as fast as JSON: one of chimera 0.1 does not.
 */
async function askForCsv(master: Master, { columns, X }: Features, isKnown: boolean): Promise<string> {
  const predictions = isKnown
    ? await master.predictMatrix(columns, X)
    : predictionsOf(await master.predict(columns, rowsWithNull(X)));
  return formatPredictions(predictions).slice(0, -1);
}

/** The rows with `null` for a missing value. */
function rowsWithNull({ nRows, nColumns, data }: Features["X"]): (number | null)[][] {
  return Array.from({ length: nRows }, (_, i) =>
    Array.from(data.subarray(i * nColumns, (i + 1) * nColumns), (value) =>
      Number.isNaN(value) ? null : value,
    ),
  );
}

/** Reads the features. A cell that is no number may well stand in a column that the model does not know. @throws DatasetError */
function readRows(path: string, allowMissing: boolean): Features {
  try {
    return readFeatures(path, { allowMissing });
  } catch (error) {
    if (!isAboutCell(error)) throw error;
    const { column, cure } = error;
    const rest = `${cure.charAt(0).toLowerCase()}${cure.slice(1)}`;
    const hint = `If ${column} is what the model predicts, or a column that it does not know, leave the column out; otherwise ${rest}`;
    throw new DatasetError({ ...error, cure: hint });
  }
}

/** Whether one cell below the header is at fault. */
const isAboutCell = (error: unknown): error is DatasetError =>
  error instanceof DatasetError && error.column !== undefined && error.line !== 1;

type JsonAnswer = Awaited<ReturnType<Master["predict"]>>;

/** An answer in JSON: numbers, labels, or lists of probabilities, of which the largest is the predicted class. */
function predictionsOf({ y_pred_rows: rows, classes }: JsonAnswer): Predictions {
  const [first] = rows;
  if (!Array.isArray(first)) return labelled(rows as (string | number)[]);
  const lists = rows as number[][];
  const probabilities = {
    nRows: lists.length,
    nColumns: first.length,
    data: Float64Array.from(lists.flat()),
  };
  return {
    codes: Int32Array.from(lists, (list) => list.indexOf(Math.max(...list))),
    classes: classes ?? first.map((_, k) => `class ${k}`),
    probabilities,
  };
}

/** Each value as it is. (Of two classes it may be the second one's probability: JSON does not tell.) */
function labelled(rows: readonly (string | number)[]): Predictions {
  const classes = [...new Set(rows)];
  const codeOf = new Map(classes.map((value, code) => [value, code]));
  return { codes: Int32Array.from(rows, (value) => codeOf.get(value)!), classes };
}
