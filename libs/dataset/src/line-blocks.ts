const LINE_FEED = 10;

/** Fits the second-level cache, so that what was just read is parsed from there. */
const BLOCK_BYTES = 2 ** 18;

/** Copies bytes from `position` on into all of `target`, or as many as there are. @returns how many; 0 at the end. */
export type ReadAt = (target: Uint8Array, position: number) => number;

/**
 * Text in blocks of whole lines, each ended by a line feed, the last one too: a large file is read without ever being
 * in memory as a whole. A block holds until the next one is asked for.
 *
 * @param size of a block in bytes, unless one line is longer.
 */
export function* lineBlocks(read: ReadAt, size = BLOCK_BYTES): Generator<Buffer> {
  let buffer = Buffer.allocUnsafeSlow(size);
  /** The bytes in the buffer; those of a line that goes on in the next block are its first ones. */
  let length = 0;
  for (let position = 0; ;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], 2 * length);
    const nRead = read(buffer.subarray(length), position);
    if (nRead === 0) break;
    position += nRead;
    length += nRead;
    const end = 1 + buffer.subarray(0, length).lastIndexOf(LINE_FEED);
    if (end === 0) continue;
    yield buffer.subarray(0, end);
    buffer.copyWithin(0, end, length);
    length -= end;
  }
  if (length === 0) return;
  buffer[length] = LINE_FEED;
  yield buffer.subarray(0, length + 1);
}
