import { NodeError } from "@chimera/client";
import { DatasetError, formatTable, readFeatures, type Features } from "@chimera/dataset";
import { resolve } from "node:path";
import { command } from "../command.ts";
import { masterOptions, withMaster } from "../master-call.ts";
import type { Master } from "../master-call.ts";
import type { Services } from "../services.ts";
import { writeOutput } from "../write-output.ts";

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
  },
} as const;

export const predictCommand = (services: Services) =>
  command(text, async ({ csv, json, output, ...options }) => {
    const path = resolve(services.cwd, csv);
    const rows = readRows(path, true);
    const result = await withMaster(options, services, async (master, isKnown) => {
      const answer = ask(master, rows, { json: json === true || !isKnown });
      const predictions = await answer.catch((error: unknown) => {
        // The master knows rows and columns; the file tells the line too, where a value is missing in it.
        if (error instanceof NodeError && error.status === 422) readRows(path, false);
        throw error;
      });
      return json ? JSON.stringify(predictions) : toCsv(predictions);
    });
    if (output === undefined) return services.print(result);
    writeOutput(output, `${result}\n`, services);
    services.say(`wrote ${rows.X.nRows} predictions to ${output}`);
  });

/** Raw numbers are several times as fast as JSON, but not every master knows them, and JSON may be what is to be printed. */
async function ask(
  master: Master,
  { columns, X }: Features,
  { json }: { json: boolean },
): Promise<PredictAnswer> {
  if (json) return master.predict(columns, rowsWithNull(X));
  const { values, codes, probabilities, classes } = await master.predictMatrix(columns, X);
  if (probabilities && classes) return { y_pred_rows: probabilitiesOf(probabilities), classes };
  return { y_pred_rows: values ? Array.from(values) : Array.from(codes!, (code) => classes![code]) };
}

/** As JSON has it: of two classes the second one's probability, of more all of them. */
function probabilitiesOf({ nRows, nColumns: K, data }: Features["X"]): number[] | number[][] {
  if (K <= 2) return Array.from({ length: nRows }, (_, i) => data[i * K + K - 1]);
  return Array.from({ length: nRows }, (_, i) => Array.from(data.subarray(i * K, (i + 1) * K)));
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
    const hint = `If ${column} is not a column of the model (its target is none), leave the column out; otherwise ${rest}`;
    throw new DatasetError({ ...error, cure: hint });
  }
}

/** Whether one cell below the header is at fault. */
const isAboutCell = (error: unknown): error is DatasetError =>
  error instanceof DatasetError && error.column !== undefined && error.line !== 1;

type PredictAnswer = Awaited<ReturnType<Master["predict"]>>;

/** One column `prediction`; above two classes a column of probabilities for each class, under its name. */
function toCsv({ y_pred_rows: rows, classes }: PredictAnswer): string {
  const [first] = rows;
  if (!Array.isArray(first))
    return tableOf(
      ["prediction"],
      rows.map((value) => [value as string | number]),
    );
  return tableOf(classes?.map(String) ?? first.map((_, k) => `class ${k}`), rows as number[][]);
}

/** Printing adds the last line's end. */
function tableOf(...table: Parameters<typeof formatTable>): string {
  return formatTable(...table).slice(0, -1);
}
