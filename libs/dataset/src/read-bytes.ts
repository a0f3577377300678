import { readFileSync } from "node:fs";
import { DatasetError } from "./dataset-error.ts";

const UTF8_MARK = Buffer.of(0xef, 0xbb, 0xbf);
const UTF16_MARKS = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)];

/** Reads a UTF-8 file, without its byte order mark. @throws DatasetError when it is missing or unreadable. */
export function readBytes(file: string): Buffer {
  const bytes = readFile(file);
  const start = textStart(bytes);
  if (start !== undefined) return bytes.subarray(start);
  const cure = "Save the file in the encoding UTF-8.";
  throw new DatasetError({ file, expected: "UTF-8 text", got: "UTF-16 text", cure });
}

/** Where UTF-8 text begins, behind its byte order mark if it has one; undefined when the mark is that of UTF-16. */
export function textStart(bytes: Buffer): number | undefined {
  if (UTF16_MARKS.some((mark) => startsWith(bytes, mark))) return undefined;
  return startsWith(bytes, UTF8_MARK) ? UTF8_MARK.length : 0;
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark);
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    throw new DatasetError({
      file,
      expected: "a readable file",
      got: isMissing ? "no such file" : `the error ${code ?? message}`,
      cure: isMissing ? "Put the file there, or correct the path." : "Make it a CSV file that may be read.",
    });
  }
}
