/** What a `DatasetError` tells; each text continues the sentence "expected …, got …. Cure." */
export interface DatasetFault {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  /** Name of the column. */
  readonly column?: string;
  readonly expected: string;
  readonly got: string;
  /** What to do: a whole sentence. */
  readonly cure: string;
}

/** A data file that cannot be used: where, what was expected, what was found, what to do. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
  readonly file: string;
  readonly line: number | undefined;
  readonly column: string | undefined;
  readonly expected: string;
  readonly got: string;
  readonly cure: string;

  constructor({ file, line, column, expected, got, cure }: DatasetFault) {
    const place = [file, line && `line ${line}`, column !== undefined && `column ${quoted(column)}`];
    super(`${place.filter(Boolean).join(", ")}: expected ${expected}, got ${got}. ${cure}`);
    this.file = file;
    this.line = line;
    this.column = column;
    this.expected = expected;
    this.got = got;
    this.cure = cure;
  }
}

const LONGEST_SHOWN = 60;

/** Text of a file as it can stand in a message: in quotes, on one line, not too long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`);
}
