import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Passes on what a process prints, line by line, each led by the name of who says it: `worker1 | …`. */
export function prefixLines(name: string, stream: Readable, say: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", (line) => say(`${name} | ${line}`));
}
