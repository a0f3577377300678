import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDataset, readHoldOut } from "./load-dataset.ts";
import { faultOf } from "./testing/fault-of.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const shard = { "X_train.csv": "a\n1\n2\n3\n", "y_train.csv": "y\n1\n2\n3\n" };

describe("sample_weight.csv", () => {
  it("beside the shard gives its rows their weights; without it there are none", () => {
    const weighted = temporaryFolder({ ...shard, "sample_weight.csv": "Weight\n0\n1.5\n2\n" });
    expect(loadDataset(weighted, "regressor").sampleWeight).toEqual(Float64Array.of(0, 1.5, 2));
    expect(loadDataset(temporaryFolder(shard), "regressor")).not.toHaveProperty("sampleWeight");
  });

  it("is no file of a hold-out", () => {
    const root = temporaryFolder({
      "chimera_test_data/X_test.csv": "a\n1\n",
      "chimera_test_data/y_test.csv": "y\n2\n",
      "chimera_test_data/sample_weight.csv": "w\n1\n",
    });
    expect(readHoldOut(root, "regressor")).not.toHaveProperty("sampleWeight");
  });

  it.each([
    ["too few rows", "w\n1\n2\n", { expected: "3 rows, as many as X_train.csv has", got: "2" }],
    [
      "two columns",
      "w,v\n1,1\n1,1\n1,1\n",
      { line: 1, expected: "one column, the weights", got: "2 (w, v)" },
    ],
    ["a negative weight", "w\n1\n-0.5\n1\n", { column: "w", expected: "weights ≥ 0", got: "-0.5 in row 2" }],
    ["zeros alone", "w\n0\n0\n0\n", { column: "w", expected: "a weight above 0", got: "only zeros" }],
    ["text", "w\n1\nheavy\n1\n", { line: 3, column: "w", got: '"heavy"' }],
    ["infinity", "w\n1\n1\ninf\n", { line: 4, column: "w", expected: "a finite number" }],
  ])("with %s is refused", (_, content, expected) => {
    const folder = temporaryFolder({ ...shard, "sample_weight.csv": content });
    const fault = faultOf(() => loadDataset(folder, "regressor"));
    expect(fault).toMatchObject({ file: join(folder, "sample_weight.csv"), ...expected });
  });
});
