import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDataset, readHoldOut } from "./load-dataset.ts";
import { faultOf } from "./testing/fault-of.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

describe("loadDataset", () => {
  it("joins features and target", () => {
    const folder = temporaryFolder({ "X_train.csv": "A,b\n1,2\n3,4\n", "y_train.csv": "Class\nyes\nno\n" });
    expect(loadDataset(folder, "classifier")).toEqual({
      columns: ["a", "b"],
      X: { nRows: 2, nColumns: 2, data: Float64Array.of(1, 2, 3, 4) },
      targetColumn: "class",
      y: ["yes", "no"],
    });
  });

  it("says both counts when X and y differ in length", () => {
    const folder = temporaryFolder({ "X.csv": "a\n1\n2\n", "y.csv": "y\n1\n2\n3\n" });
    const fault = faultOf(() => loadDataset(folder, "regressor", { X: "X.csv", y: "y.csv" }));
    expect(fault).toMatchObject({
      file: join(folder, "y.csv"),
      expected: "2 rows, as many as X.csv has",
      got: "3",
    });
  });

  it("refuses labels for a regressor, and names a missing file", () => {
    const folder = temporaryFolder({ "X_train.csv": "a\n1\n", "y_train.csv": "y\nyes\n" });
    expect(faultOf(() => loadDataset(folder, "regressor"))).toMatchObject({
      line: 2,
      column: "y",
      got: '"yes"',
    });
    const fault = faultOf(() => loadDataset(join(folder, "none"), "regressor"));
    expect(fault.file).toBe(join(folder, "none", "X_train.csv"));
  });
});

describe("readHoldOut", () => {
  it("reads the test files, or gives undefined without their folder", () => {
    const root = temporaryFolder({
      "chimera_test_data/X_test.csv": "a\n1\n",
      "chimera_test_data/y_test.csv": "y\n2\n",
    });
    expect(readHoldOut(root, "regressor")?.y).toEqual(Float64Array.of(2));
    expect(readHoldOut(join(root, "chimera_test_data"), "regressor")).toBeUndefined();
  });

  it("refuses a folder without the files", () => {
    const root = temporaryFolder({ "chimera_test_data/notes.txt": "" });
    expect(faultOf(() => readHoldOut(root, "classifier")).got).toBe("no such file");
  });
});
