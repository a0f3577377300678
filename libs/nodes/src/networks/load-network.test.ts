import { batchNorm, dense, matrix, Sequential, type LayerMaker } from "@chimera/algorithms";
import type { PipelineOptions, TrainedNetwork } from "@chimera/distributed";
import { wholeOf } from "@chimera/protocol";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { flowers, measured, NETWORK, pipeline } from "../testing/pipelines.ts";
import { loadNetwork, NetworkFileError } from "./load-network.ts";
import { encodeNetwork } from "./network-file.ts";

const folder = mkdtempSync(join(tmpdir(), "chimera-network-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(bytes: Uint8Array): string {
  const file = join(folder, "network.chimera");
  writeFileSync(file, bytes);
  return file;
}

async function trained(task: "classifier" | "regressor", options: PipelineOptions) {
  const { service } = pipeline(options, { task });
  await service.fit();
  return { service, network: await loadNetwork(written(wholeOf(service.network().body as Uint8Array))) };
}

describe("a network that a pipeline trained predicts in one process what the stages predict", () => {
  test("as a classifier", async () => {
    const { service, network } = await trained("classifier", NETWORK);
    const { X, columns } = flowers;
    const { values, probabilities, classes } = await service.predict(columns, X);
    expect(network.predict(X, columns)).toEqual(values);
    expect(network.predictProba(X, columns)).toEqual(probabilities?.matrix);
    expect([network.task, network.classes, network.columns]).toEqual(["classifier", classes, columns]);
    expect(network.predict(X)).toEqual(values);
    const y = values.map((label, i) => (i % 4 === 0 ? "another" : String(label)));
    expect(network.score(X, y, columns)).toBe(y.filter((label) => label !== "another").length / X.nRows);
  });

  test("as a regressor, its columns in another order and spelling", async () => {
    const layers = [dense(4, { activation: "tanh" }), dense(3), dense(1)];
    const { service, network } = await trained("regressor", { ...NETWORK, layers });
    const { X, columns } = measured;
    const reversed = matrix(
      X.nRows,
      X.nColumns,
      X.data.map((_, at) => X.data[at - (at % X.nColumns) + X.nColumns - 1 - (at % X.nColumns)]),
    );
    const names = columns.map((name) => ` ${name.toUpperCase()}`).reverse();
    expect(network.predict(reversed, names)).toEqual((await service.predict(columns, X)).values);
    expect(network.task).toBe("regressor");
    const y = network.predict(X) as number[];
    expect(network.score(X, y)).toBe(1);
    expect(
      network.score(
        reversed,
        y.map((value) => value + 1),
        names,
      ),
    ).toBeLessThan(1);
    expect(() => network.score(X, y.slice(1))).toThrow(/^Expected /);
    expect(() => network.predictProba(X)).toThrow(
      'task must be classifier to have probabilities, got "regressor".',
    );
  });
});

function model(layers: TrainedNetwork["layers"], makers: Record<string, LayerMaker> = {}): TrainedNetwork {
  const network = new Sequential({ inputShape: [2], layers, dtype: "float64" }, makers);
  const weights = network.init(1);
  const common = { inputShape: [2], layers, dtype: "float64" as const, loss: "squared_error", scaling: null };
  return { ...common, weights, columns: ["a", "b"], classes: null };
}
const X = matrix(1, 2, Float64Array.of(1, 2));

test("a network with an expression, a norm and layers of one's own", async () => {
  const twice: LayerMaker = (_config, { inputShape }) => ({
    outputShape: inputShape,
    forward: (_theta, { shape, data }) => ({ output: { shape, data: data.map((x) => 2 * x) }, cache: null }),
    backward: (_theta, _cache, D) => D,
  });
  const plain = model([dense(1, { bias: false })]);
  const layers = [{ type: "twice" }, ...plain.layers];
  const file = written(encodeNetwork({ ...plain, layers }));
  const network = await loadNetwork(file, { layerTypes: { twice } });
  const [w1, w2] = plain.weights.parameters;
  expect(network.predict(X)).toEqual([2 * w1 + 4 * w2]);
  await expect(loadNetwork(file)).rejects.toThrow(
    /network\.chimera: type of layer 0 \(twice\) must be one of dense,/,
  );

  const withExpression = { ...model([dense(1)]), layers: [dense(1, { activation: "x^2 + 1" })] };
  const squared = await loadNetwork(written(encodeNetwork(withExpression)));
  const [u1, u2] = withExpression.weights.parameters;
  expect(squared.predict(X)[0]).toBeCloseTo((u1 + 2 * u2) ** 2 + 1, 14);
});

describe("is refused, with the file's name", () => {
  const normed = model([dense(3), batchNorm(), dense(1)]);

  test.each<[string, () => string, RegExp]>([
    [
      "a file that is not there",
      () => join(folder, "nowhere"),
      /nowhere: expected a network's file, got no such file\. Correct the path, or write it with npx chimera export\.$/,
    ],
    ["a folder", () => folder, /: expected a network's file, got the error EISDIR\./],
    [
      "something else",
      () => written(new TextEncoder().encode("a,b\n1,2\n")),
      /network\.chimera: .*something else\. A network's file is what npx chimera export writes\.$/,
    ],
    [
      "weights of another network",
      () => written(encodeNetwork({ ...normed, weights: model([dense(1)]).weights })),
      /network\.chimera: Expected 19 numbers of parameters for this network, got 3\./,
    ],
    [
      "statistics of another network",
      () =>
        written(
          encodeNetwork({ ...normed, weights: { ...normed.weights, statistics: new Float64Array(2) } }),
        ),
      /network\.chimera: Expected 6 numbers of statistics for this network, got 2\./,
    ],
    [
      "no layers",
      () => written(encodeNetwork({ ...model([]), columns: ["a", "b"] })),
      /network\.chimera: layers must be a list of at least one layer, got \[\]\./,
    ],
    [
      "outputs that are not the classes",
      () => written(encodeNetwork({ ...normed, classes: ["a", "b", "c"], loss: "cross_entropy" })),
      /network\.chimera: layer 2 \(dense\) must have 3 outputs, for 3 classes with cross_entropy, got /,
    ],
    [
      "inputs that are not the columns",
      () => written(encodeNetwork({ ...normed, columns: ["a", "b", "c"] })),
      /network\.chimera: inputShape must have as many numbers as there are feature columns, 3, got /,
    ],
    [
      "a column twice",
      () => written(encodeNetwork({ ...normed, columns: ["a", "a"] })),
      /network\.chimera: Expected a network's file, with a list of different names as columns, got \["a","a"\]/,
    ],
    [
      "one class",
      () => written(encodeNetwork({ ...normed, classes: ["a"] })),
      /with a list of two different labels or more, or null as classes, got \["a"\]/,
    ],
  ])("%s", async (_, file, message) => {
    const error = await loadNetwork(file()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NetworkFileError);
    expect((error as Error).message).toMatch(message);
  });
});

test("a prediction that overflows, or of damaged weights, is refused", async () => {
  const whole = model([dense(1)]);
  const network = await loadNetwork(written(encodeNetwork(whole)));
  const huge = matrix(2, 2, Float64Array.of(1, 2, 1e308, -1e308));
  const message =
    /^The prediction of row 1 \(counted from 0\) is no finite number: its values are too large\.$/;
  whole.weights.parameters.set([1e10, -1e10]);
  const large = await loadNetwork(written(encodeNetwork(whole)));
  expect(network.predict(huge)).toHaveLength(2);
  expect(() => large.predict(huge)).toThrow(message);
});

test("rows that do not fit are refused", async () => {
  const network = await loadNetwork(written(encodeNetwork(model([dense(1)]))));
  expect(() => network.predict([[1, 2]] as never)).toThrow(
    "Expected a matrix of nRows · nColumns numbers in X, got a list. Make it with matrix(nRows, nColumns, data) or matrixFromRows(rows).",
  );
  expect(() => network.predict(matrix(1, 3))).toThrow(
    "Expected a column of X for each of the 2 names, got 3. Give the columns a, b.",
  );
  expect(() => network.predict(X, ["a", "c"])).toThrow(/missing \[b\], unexpected \[c\]/);
  expect(() => network.predict(matrix(2, 2, Float64Array.of(1, 2, 1, Infinity)))).toThrow(
    "The prediction of row 1 (counted from 0) is no finite number",
  );
});
