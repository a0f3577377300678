import { DatasetError, quoted } from "./dataset-error.ts";

/** Column names compare trimmed and in lower case, in files and in requests. */
export const normalizeColumn = (name: string) => name.trim().toLowerCase();

/** The normalised names of a header. @throws DatasetError when one is empty or repeated. */
export function checkedColumns(file: string, header: readonly string[]): string[] {
  const columns = header.map(normalizeColumn);
  const firstAt = new Map<string, number>();
  columns.forEach((column, j) => {
    if (column === "") throw emptyName(file, j);
    const first = firstAt.get(column);
    if (first !== undefined) throw repeated(file, first, j, header);
    firstAt.set(column, j);
  });
  return columns;
}

function emptyName(file: string, j: number): DatasetError {
  return new DatasetError({
    file,
    line: 1,
    expected: "a name for every column",
    got: `none for column ${j + 1}`,
    cure: "Name the column, or remove it (an index column of pandas: write with index=False).",
  });
}

function repeated(file: string, first: number, second: number, header: readonly string[]): DatasetError {
  return new DatasetError({
    file,
    line: 1,
    column: normalizeColumn(header[second]),
    expected: "different names (case and spaces round them do not count)",
    got: `${quoted(header[first])} as column ${first + 1} and ${quoted(header[second])} as column ${second + 1}`,
    cure: "Rename one of them; if the first line holds values, put a line of names above it.",
  });
}
