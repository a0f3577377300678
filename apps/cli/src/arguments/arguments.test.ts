import { describe, expect, it } from "vitest";
import { checkArguments } from "./check-arguments.ts";
import { fractionArgument, integerArgument, urlArgument } from "./values.ts";

const definitions = {
  dir: { type: "positional", required: false },
  csv: { type: "string", required: true, valueHint: "FILE", description: "The table to read" },
  "hold-out": { type: "string" },
  same: { type: "boolean" },
} as const;
const check = (line: string) => () => checkArguments(line.split(" "), definitions);

describe("checkArguments", () => {
  it.each([
    "--csv a",
    "--csv=a --same",
    "dir --csv a --hold-out 0.2",
    "--csv a --hold-out -1",
    "--csv a -- dir",
  ])("accepts %s", (line) => expect(check(line)).not.toThrow());

  it.each([
    ["--cvs a", "options: expected one of --csv, --hold-out, --same, got --cvs; did you mean --csv?"],
    ["--csv a --xyz", "options: expected one of --csv, --hold-out, --same, got --xyz; see --help."],
    ["--cvs a --csv b", "options: expected one of --csv, --hold-out, --same, got --cvs; did you mean --csv?"],
    ["dir --cs x", "options: expected one of --csv, --hold-out, --same, got --cs; did you mean --csv?"],
    ["--csv a -s", "options: expected one of --csv, --hold-out, --same, got -s; see --help."],
    ["--csv a --csv b", "--csv: expected it at most once, got it again; keep the one that you mean."],
    ["--csv a --same=yes", '--same: expected no value, got "yes"; write --same alone, or leave it out.'],
    ["--csv", "--csv: expected a value after it, got nothing; write --csv VALUE."],
    ["--csv --same", '--csv: expected a value after it, got "--same"; write --csv VALUE.'],
    ["--csv=", '--csv: expected a value after it, got ""; write --csv VALUE.'],
    ["a b --csv c", 'arguments: expected at most 1 (dir), got "b"; leave it out, or see --help.'],
    ["a", "--csv: expected the table to read, got nothing; add --csv FILE."],
  ])("refuses %s", (line, message) => expect(check(line)).toThrow(message));

  it("speaks of commands that have no options", () => {
    expect(() => checkArguments(["--a"], {})).toThrow("options: expected none, got --a; see --help.");
    expect(() => checkArguments(["a"], {})).toThrow(
      'arguments: expected none, got "a"; leave it out, or see --help.',
    );
  });
});

describe("values", () => {
  it("reads integers within bounds", () => {
    expect(integerArgument("--port", "8080", [1, 65_535])).toBe(8080);
    for (const text of ["0", "65536", "80.5", "1e3", "", "abc"]) {
      expect(() => integerArgument("--port", text, [1, 65_535])).toThrow(
        `--port: expected an integer from 1 to 65535, got "${text}"; give for example --port 1.`,
      );
    }
  });

  it("reads shares of the rows", () => {
    expect(fractionArgument("--hold-out", "0")).toBe(0);
    expect(fractionArgument("--hold-out", ".25")).toBe(0.25);
    for (const text of ["1", "-0.1", "20%", "", "NaN"]) {
      expect(() => fractionArgument("--hold-out", text)).toThrow(/expected a share of the rows/);
    }
  });

  it("reads addresses without a slash at their end", () => {
    expect(urlArgument("--url", "http://127.0.0.1:8080/")).toBe("http://127.0.0.1:8080");
    for (const text of ["127.0.0.1:8080", "ftp://host", "http://", "localhost"]) {
      expect(() => urlArgument("--url", text)).toThrow(/expected an http address of a master/);
    }
  });
});
