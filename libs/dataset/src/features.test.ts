import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFeatures } from "./features.ts";
import { faultOf } from "./testing/fault-of.ts";
import { temporaryFile, temporaryFolder } from "./testing/temporary-folder.ts";

const read = (content: string | Buffer) => readFeatures(temporaryFile(content));

describe("readFeatures", () => {
  it("gives trimmed lower-case columns and a row-major matrix", () => {
    const { columns, X } = read(" Age ,BMI\n1,2.5\n-3,4e1\n");
    expect(columns).toEqual(["age", "bmi"]);
    expect(X).toEqual({ nRows: 2, nColumns: 2, data: Float64Array.of(1, 2.5, -3, 40) });
  });

  it.each([
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n3,4\n"],
    ["no line break at the end", "a,b\n1,2\n3,4"],
    ["blank lines at the end", "a,b\n1,2\n3,4\n\n\n"],
    ["lone carriage returns", "a,b\r1,2\r3,4\r"],
    ["quoted names", '"a","b"\n1,2\n3,4\n'],
    ["quoted numbers", 'a,b\n"1","2"\n"3",4\n'],
    ["spaces", "a , b\n 1 ,\t2\n3, 4 \n"],
    ["no-break spaces", "a,b\n1,\u00a02\n3,4\n"],
  ])("reads a file with %s", (_, content) => {
    expect(read(content)).toEqual({
      columns: ["a", "b"],
      X: { nRows: 2, nColumns: 2, data: Float64Array.of(1, 2, 3, 4) },
    });
  });
});

describe("readFeatures with allowMissing", () => {
  const readWithHoles = (content: string) => readFeatures(temporaryFile(content), { allowMissing: true });

  it.each([
    ["empty cells", "a,b\n,2\n3,\n"],
    ["blank cells", "a,b\n \t,2\n3,  \n"],
    ["NA and nan", "a,b\nNA,2\n3,nan\n"],
    ["null and a question mark", "a,b\r\nnull,2\r\n3, ? \r\n"],
    ["quoted ones", 'a,b\n"",2\n3,"NaN"\n'],
    ["many blanks round one", `a,b\n${" ".repeat(40)}NA,2\n3,\n`],
  ])("reads %s as NaN", (_, content) => {
    expect(readWithHoles(content)).toEqual({
      columns: ["a", "b"],
      X: { nRows: 2, nColumns: 2, data: Float64Array.of(NaN, 2, 3, NaN) },
    });
  });

  it("reads a single column: a blank line between rows is a missing value, at the end it is none", () => {
    expect(readWithHoles("a\n1\n\n?\n2\n\n").X.data).toEqual(Float64Array.of(1, NaN, NaN, 2));
  });

  it.each(["Paris", "-nan", "Infinity", "1e400", "n/a", "N A"])("still refuses %s", (cell) => {
    expect(faultOf(() => readWithHoles(`a,b\n,1\n${cell},2\n`))).toMatchObject({ line: 3, column: "a" });
  });
});

describe("readFeatures refuses", () => {
  it.each([
    ["an empty file", "", { got: "an empty file" }],
    ["a file of blank lines", "\n\r\n \n", { got: "an empty file" }],
    ["a header alone", "a,b\n", { got: "a header only, no rows" }],
    ["a header alone without a line break", "a,b", { got: "a header only, no rows" }],
    ["a short row", "a,b\n1,2\n3\n", { line: 3, got: "1" }],
    ["a long row", "a,b\n1,2,3\n", { line: 2, got: "3" }],
    ["a blank line between rows", "a,b\n1,2\n\n3,4\n", { line: 3, got: "a blank line" }],
    ["text", "a,b\n1,2\n3,Paris\n", { line: 3, column: "b", got: '"Paris"' }],
    ["an empty cell", "a,b\n1,\n", { line: 2, column: "b", got: "an empty cell" }],
    ["a blank cell", "a,b\n ,1\n", { line: 2, column: "a", got: "an empty cell" }],
    ["NaN", "a\n1\nnan\n", { line: 3, column: "a", got: '"nan"', expected: "a finite number" }],
    ["infinity", "a\n-Infinity\n", { line: 2, column: "a", got: '"-Infinity"' }],
    ["a number beyond float64", "a\n1e400\n", { line: 2, got: '"1e400"', expected: "a finite number" }],
    ["hexadecimal digits", "a\n0x10\n", { line: 2, column: "a", got: '"0x10"' }],
    ["a thousands separator", 'a\n"1,000"\n', { line: 2, column: "a", got: '"1,000"' }],
    ["repeated columns", "Age,x, age \n1,2,3\n", { line: 1, column: "age" }],
    ["a column without a name", ",a\n0,1\n", { line: 1, got: "none for column 1" }],
    ["semicolons", "a;b\n1;2\n", { line: 1, expected: "columns separated by commas" }],
    ["quotes that do not close", 'a,b\n1,2\n"3,4\n', { line: 3 }],
    ["UTF-16", Buffer.from("\uFEFFa\n1\n", "utf16le"), { expected: "UTF-8 text" }],
  ])("%s", (_, content, expected) => {
    const fault = faultOf(() => read(content));
    expect(fault).toMatchObject(expected);
    expect(fault.cure).not.toBe("");
  });

  it("a missing file and a folder, by path", () => {
    const folder = temporaryFolder({ "X.csv/inner": "" });
    expect(faultOf(() => readFeatures(join(folder, "none.csv")))).toMatchObject({
      file: join(folder, "none.csv"),
      got: "no such file",
    });
    expect(faultOf(() => readFeatures(join(folder, "X.csv"))).got).toContain("EISDIR");
  });

  it("counts file lines, also when a quoted cell takes several", () => {
    expect(faultOf(() => read('"a\n1",b\n"1\n",2\n3,x\n'))).toMatchObject({ line: 5, column: "b" });
  });

  it.each(["", " ", "NA", "NaN", "null", "?"])("the missing value %j, and says what fills it", (cell) => {
    const fault = faultOf(() => read(`a,b\n1,${cell}\n`));
    expect(fault).toMatchObject({
      line: 2,
      column: "b",
      expected: expect.stringMatching(/^a (finite )?number$/),
    });
    expect(fault.cure).toMatch(
      /^Fill it in, or remove the row. .* a Pipeline that begins with a SimpleImputer.$/,
    );
  });

  it("with one sentence that says where, what and what to do", () => {
    const path = temporaryFile("age,city\n1,Paris\n");
    expect(faultOf(() => readFeatures(path)).message).toBe(
      `${path}, line 2, column "city": expected a number, got "Paris". ` +
        "Encode the column as numbers, for example one-hot: a column of 0 and 1 for each of its values.",
    );
  });
});
