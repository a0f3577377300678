import { describe, expect, it } from "vitest";
import { xxh32 } from "./xxh32.ts";

const wordsOf = (text: string): Int32Array => new Int32Array(new TextEncoder().encode(text).buffer);

describe("xxh32", () => {
  it.each([
    ["", 0x02cc5d05],
    ["abcd", 0xa3643705],
    ["0123456789abcdef", 0xc2c45b69],
    ["Nobody inspects the spammish repetitions", 0x63420cb8],
  ])("agrees with the reference implementation on %j", (text, expected) => {
    expect(xxh32(wordsOf(text))).toBe(expected);
  });
});
