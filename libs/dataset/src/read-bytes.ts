import { readFileSync } from "node:fs";
import { DatasetError } from "./dataset-error.ts";

const UTF8_MARK = Buffer.of(0xef, 0xbb, 0xbf);
const UTF16_MARKS = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)];

/** Reads a UTF-8 file, without its byte order mark. @throws DatasetError when it is missing or unreadable. */
export function readBytes(file: string): Buffer {
  return withoutMark(file, readFile(file));
}

/** The bytes of a text in UTF-8 after its byte order mark, if it has one. @throws DatasetError for UTF-16. */
export function withoutMark(file: string, bytes: Buffer): Buffer {
  const content = startsWith(bytes, UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes;
  if (UTF16_MARKS.some((mark) => startsWith(bytes, mark))) {
    const cure = "Save the file in the encoding UTF-8.";
    throw new DatasetError({ file, expected: "UTF-8 text", got: "UTF-16 text", cure });
  }
  return content;
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
