import { CallError, NodeError } from "@chimera/client";
import type { ChimeraClientOptions } from "@chimera/client";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";
import type { Master } from "../master-call.ts";
import { recordingServices } from "../testing/recording-services.ts";

const health = {
  status: "ok",
  node: "master",
  kind: "parameter-server-master",
  version: "0.2.0",
  kernel: "typescript",
  uptimeSeconds: 1,
} as const;
const fitted = {
  fit: "partial" as const,
  iterations: 200,
  converged: true,
  finalLoss: 0.23451,
  durationSeconds: 0.25,
  bytesSent: 10,
  bytesReceived: 20,
  workers: [
    { name: "worker1", state: "ok" as const, nSamples: 100, rounds: 200 },
    {
      name: "alpha",
      state: "failed" as const,
      nSamples: null,
      rounds: 2,
      failure: { order: "gradient", round: 3, reason: "it has ended" },
    },
  ],
  notes: ["Columns were put in order."],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-cli-"));
  writeFileSync(join(folder, "X.csv"), "Age,bmi\n61,24.5\n-0.5,1e-3\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a line against a master that answers as given, and tells how it was called. */
async function run(line: string, answers: Partial<Master> = {}) {
  const calls: unknown[][] = [];
  const recorded = <Answer>(call: unknown[], answer: Answer) => {
    calls.push(call);
    return Promise.resolve(answer);
  };
  const master: Master = {
    health: () => Promise.resolve(health),
    fit: (options) => recorded(["fit", options], fitted),
    predict: (columns, rows) => recorded(["predict", columns, rows], { y_pred_rows: [1, 0] }),
    predictMatrix: (columns, X) =>
      recorded(["predictMatrix", columns, X], { codes: Int32Array.of(1, 0), classes: [0, 1] }),
    network: () => recorded(["network"], Uint8Array.of(1, 2, 3)),
    close: () => recorded(["close"], undefined),
    ...answers,
  };
  const connect = (url: string, options: ChimeraClientOptions) => {
    calls.push(["connect", url, options]);
    return master;
  };
  const services = recordingServices({ cwd: folder, connect });
  return { ...services, calls, exitCode: await cli(line.split(" "), services) };
}

const unreachable = () => {
  const facts = { origin: "http://127.0.0.1:8080", path: "/healthz", timeoutSeconds: 1, timeoutSetting: "x" };
  return Promise.reject(
    new CallError("refused", facts, "Nothing listens at http://127.0.0.1:8080: start the node."),
  );
};

describe("chimera fit", () => {
  it("fits, tells how it went for every worker, and disconnects", async () => {
    const { exitCode, calls, printed, said } = await run("fit");
    expect(exitCode).toBe(0);
    expect(calls).toEqual([
      ["connect", "http://127.0.0.1:8080", {}],
      ["fit", { warmStart: undefined }],
      ["close"],
    ]);
    expect(printed).toEqual([
      [
        "partial: 200 rounds in 0.3 s, loss 0.2345, converged",
        "worker1  ok, 100 rows, 200 rounds",
        "alpha    failed, rows unknown, 2 rounds: gradient in round 3: it has ended",
        "note: Columns were put in order.",
      ].join("\n"),
    ]);
    expect(said).toEqual(["The fit is partial: not every worker took part to the end."]);
  });

  it("passes on address, kind and warm start, and prints JSON on request", async () => {
    const { calls, printed } = await run(
      "fit --url http://host:9000/ --kind aggregation --warm-start --json",
    );
    expect(calls.slice(0, 2)).toEqual([
      ["connect", "http://host:9000", { kind: "aggregation" }],
      ["fit", { warmStart: true }],
    ]);
    expect(JSON.parse(printed[0]!)).toEqual(fitted);
  });

  it("says what a caller or the master says, and disconnects", async () => {
    const { exitCode, calls, said } = await run("fit", { health: unreachable });
    expect(exitCode).toBe(1);
    expect(said).toEqual(["Nothing listens at http://127.0.0.1:8080: start the node."]);
    expect(calls.at(-1)).toEqual(["close"]);
    const busy = () =>
      Promise.reject(new NodeError(409, "A fit runs already: wait for its answer.", "http://x"));
    expect((await run("fit", { fit: busy })).said).toEqual(["A fit runs already: wait for its answer."]);
  });

  it("refuses the address of a worker", async () => {
    const { exitCode, said } = await run("fit", {
      health: () => Promise.resolve({ ...health, kind: "sgd-worker", node: "worker1" }),
    });
    expect(exitCode).toBe(1);
    expect(said[0]).toMatch(
      /^--url: expected the address of a master, got http.*, the sgd-worker worker1; give /,
    );
  });

  it("asks the call itself where a master does not tell its health", async () => {
    const legacy = () => Promise.reject(new NodeError(404, "Not Found", "http://x/healthz"));
    expect((await run("fit", { health: legacy })).exitCode).toBe(0);
  });

  it.each([
    ["fit --url localhost", /^--url: expected an http address of a master, got "localhost"; /],
    [
      "fit --kind agregation",
      /^--kind: expected parameter-server or aggregation or pipeline, got "agregation"; write --kind aggregation\.$/,
    ],
    ["fit now", /^arguments: expected none, got "now"; /],
    ["fit --ur x", /^options: expected one of --url, .*, got --ur; did you mean --url\?$/],
    ["fit --warmstart", /did you mean --warm-start\?$/],
  ])("refuses %s", async (line, message) => {
    const { exitCode, said, calls } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(calls).toEqual([]);
  });
});

describe("chimera predict", () => {
  it("sends the rows of the file and prints CSV", async () => {
    const { exitCode, calls, printed } = await run("predict --csv X.csv");
    expect(exitCode).toBe(0);
    const X = { nRows: 2, nColumns: 2, data: Float64Array.of(61, 24.5, -0.5, 0.001) };
    expect(calls[1]).toEqual(["predictMatrix", ["age", "bmi"], X]);
    expect(printed).toEqual(["prediction\n1\n0"]);
  });

  it("prints what a master answers as text/csv: the class, and a column of probabilities for each", async () => {
    const codes = Int32Array.of(1);
    const probabilities = { nRows: 1, nColumns: 3, data: Float64Array.of(0.25, 0.5, 0.25) };
    const three = () => Promise.resolve({ codes, probabilities, classes: ["a,b", 'say "c"', 3] });
    expect((await run("predict --csv X.csv", { predictMatrix: three })).printed).toEqual([
      'prediction,"probability of a,b","probability of say ""c""",probability of 3\n"say ""c""",0.25,0.5,0.25',
    ]);
    const labels = () => Promise.resolve({ codes: Int32Array.of(0, 1), classes: ["benign", "x\ny"] });
    expect((await run("predict --csv X.csv", { predictMatrix: labels })).printed).toEqual([
      'prediction\nbenign\n"x\ny"',
    ]);
    const numbers = () => Promise.resolve({ values: Float64Array.of(1e-7, 2), classes: null });
    expect((await run("predict --csv X.csv", { predictMatrix: numbers })).printed).toEqual([
      "prediction\n1e-7\n2",
    ]);
  });

  it("prints the same where the answer came as JSON, if it tells the probabilities of all classes", async () => {
    const line = "predict --csv X.csv --kind aggregation";
    const lists = [
      [0.25, 0.5, 0.25],
      [1, 0, 0],
    ];
    const answering = (answer: object) => ({ predict: () => Promise.resolve(answer as never) });
    const three = await run(line, answering({ y_pred_rows: lists, classes: ["a", "b", "c"] }));
    expect(three.printed).toEqual([
      "prediction,probability of a,probability of b,probability of c\nb,0.25,0.5,0.25\na,1,0,0",
    ]);
    const unnamed = await run(line, answering({ y_pred_rows: lists }));
    expect(unnamed.printed[0]).toMatch(/^prediction,probability of class 0,.*\nclass 1,0\.25,/);
    const second = await run(line, answering({ y_pred_rows: [0.75, 0.75] }));
    expect(second.printed).toEqual(["prediction\n0.75\n0.75"]);
    const none = await run(line, answering({ y_pred_rows: [] }));
    expect(none.printed).toEqual(["prediction"]);
  });

  it("asks in JSON where the master may be one of chimera 0.1", async () => {
    const rows = [
      [61, 24.5],
      [-0.5, 0.001],
    ];
    const legacy = () => Promise.reject(new NodeError(404, "Not Found", "http://x/healthz"));
    for (const { calls, printed } of [
      await run("predict --csv X.csv", { health: legacy }),
      await run("predict --csv X.csv --kind aggregation"),
    ]) {
      expect(calls[1]).toEqual(["predict", ["age", "bmi"], rows]);
      expect(printed).toEqual(["prediction\n1\n0"]);
    }
  });

  it("sends missing values, for the model may take them", async () => {
    writeFileSync(join(folder, "holes.csv"), "age,bmi\n61,\nNA,24.5\n");
    const { calls, exitCode } = await run("predict --csv holes.csv");
    expect(calls[1]).toEqual([
      "predictMatrix",
      ["age", "bmi"],
      { nRows: 2, nColumns: 2, data: Float64Array.of(61, NaN, NaN, 24.5) },
    ]);
    expect(exitCode).toBe(0);
    const inJson = await run("predict --csv holes.csv --json");
    expect(inJson.calls[1]).toEqual([
      "predict",
      ["age", "bmi"],
      [
        [61, null],
        [null, 24.5],
      ],
    ]);
  });

  it("tells where a value is missing when the master refuses it", async () => {
    writeFileSync(join(folder, "holes.csv"), "age,bmi\n61,24.5\n62,\n");
    const refusal = "X[1], column bmi: expected a finite number, got NaN: fill in.";
    const predictMatrix = () => Promise.reject(new NodeError(422, refusal, "http://x"));
    const { exitCode, said } = await run("predict --csv holes.csv", { predictMatrix });
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringContaining('holes.csv, line 3, column "bmi": expected a number')]);
    expect((await run("predict --csv X.csv", { predictMatrix })).said).toEqual([refusal]);
  });

  it("prints the answer as JSON, or writes a file", async () => {
    expect((await run("predict --csv X.csv --json")).printed).toEqual(['{"y_pred_rows":[1,0]}']);
    const { printed, said } = await run("predict --csv X.csv --output out.csv");
    expect(printed).toEqual([]);
    expect(said).toEqual(["wrote 2 predictions to out.csv"]);
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("prediction\n1\n0\n");
  });

  it("keeps a file that exists unless it is told to replace it, and asks no master before", async () => {
    writeFileSync(join(folder, "out.csv"), "mine");
    const { exitCode, calls, said } = await run("predict --csv X.csv --output out.csv");
    expect([exitCode, calls]).toEqual([1, []]);
    expect(said).toEqual([
      expect.stringMatching(/^--output: expected a new file, got "out\.csv", which exists; .* add --force/),
    ]);
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("mine");
    expect((await run("predict --csv X.csv --output out.csv --force")).exitCode).toBe(0);
    expect(readFileSync(join(folder, "out.csv"), "utf8")).toBe("prediction\n1\n0\n");
  });

  it.each([
    ["1,setosa", "setosa", "otherwise encode the column as numbers, for example one-hot"],
    ["1,", "an empty cell", "otherwise fill it in, or remove the row."],
  ])("tells of a column that the model may not know, for %s", async (row, got, otherwise) => {
    writeFileSync(join(folder, "with-target.csv"), `x,Species\n${row}\n`);
    const unknown = () => Promise.reject(new NodeError(422, "unknown: [species]", "http://x"));
    const { exitCode, said } = await run("predict --csv with-target.csv", { predictMatrix: unknown });
    expect(exitCode).toBe(1);
    expect(said[0]).toContain('line 2, column "species": expected a number, got ');
    expect(said[0]).toContain(got);
    expect(said[0]).toContain(
      `If species is what the model predicts, or a column that it does not know, leave the column out; ${otherwise}`,
    );
  });

  it("leaves faults of the header as they are", async () => {
    writeFileSync(join(folder, "twice.csv"), "x,X\n1,2\n");
    const { said } = await run("predict --csv twice.csv");
    expect(said).toEqual([expect.stringMatching(/expected different names .* Rename one of them;/)]);
  });

  it.each([
    ["predict", /^--csv: expected a CSV file with a header .*, got nothing; add --csv FILE\.$/],
    ["predict --csv none.csv", /none\.csv: expected a readable file, got no such file\. /],
    [
      "predict --csv X.csv --output no/where.csv",
      /^--output: expected a file that can be written, got .*ENOENT; /,
    ],
  ])("refuses %s", async (line, message) => {
    const { exitCode, said } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
  });
});
