import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineBlocks, type ReadAt } from "./line-blocks.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

/** Bytes that come in pieces of at most `most`, as a file system may give them. */
const inPieces =
  (bytes: Buffer, most: number): ReadAt =>
  (target, at) =>
    bytes.copy(target, 0, at, Math.min(bytes.length, at + most));

const blocksOf = (text: string, size: number, most = 1000) =>
  Array.from(lineBlocks(inPieces(Buffer.from(text), most), size), (block) => block.toString());

describe("lineBlocks", () => {
  it("gives whole lines, the last one ended too", () => {
    expect(blocksOf("1,2\n3,4\n5,6", 9)).toEqual(["1,2\n3,4\n", "5,6\n"]);
  });

  it("takes a line that is longer than a block, and nothing at all", () => {
    expect(blocksOf("a\n1234567890\nb", 3)).toEqual(["a\n", "1234567890\n", "b\n"]);
    expect(blocksOf("", 3)).toEqual([]);
  });

  it("gives every byte once and in order, whatever the sizes", () => {
    const text = fc.array(fc.constantFrom("1", "22", ",", "\n", "\r\n"), { maxLength: 60 });
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(text, size, size, (parts, blockSize, most) => {
        const whole = parts.join("");
        const blocks = blocksOf(whole, blockSize, most);
        expect(blocks.join("")).toBe(whole === "" || whole.endsWith("\n") ? whole : `${whole}\n`);
        expect(blocks.every((block) => block.endsWith("\n"))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
