import { TensorFormatError } from "../errors/errors.ts";
import {
  MAGIC,
  MAX_HEADER_BYTES,
  PREFIX_BYTES,
  VERSION,
  padded,
  parseHeader,
  type TensorEntry,
} from "./header.ts";
import { DTYPES, type Tensor } from "./tensor.ts";
import { checksum } from "./checksum.ts";

export interface TensorMessage {
  tensors: Map<string, Tensor>;
  metadata: Record<string, unknown>;
}

/**
 * The named tensors of a body made by `encodeTensors`. They are views of `bytes` when these begin at a multiple of 8
 * in their buffer, otherwise views of one copy; nothing else is allocated, whatever a header claims.
 *
 * @throws TensorFormatError that says what was expected, for anything that is not exactly such a body.
 */
export function decodeTensors(bytes: Uint8Array): Map<string, Tensor> {
  return decodeTensorMessage(bytes).tensors;
}

/** As `decodeTensors`, with the metadata that came along. */
export function decodeTensorMessage(bytes: Uint8Array): TensorMessage {
  const body = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { headerEnd, headerChecksum, count } = readPrefix(body);
  requireChecksum("the header", wordsOf(body, PREFIX_BYTES, headerEnd), headerChecksum);
  const { tensors: entries, metadata } = parseHeader(utf8.decode(body.subarray(PREFIX_BYTES, headerEnd)));
  if (entries.length !== count) {
    throw new TensorFormatError(`The prefix announces ${count} tensors, the header lists ${entries.length}.`);
  }
  const expected = entries.reduce((sum, { bytes }) => sum + padded(bytes), headerEnd);
  if (body.length !== expected) {
    throw new TensorFormatError(
      `The header announces ${expected} bytes in all, got ${body.length}: the body is cut or mixed up.`,
    );
  }
  return { tensors: readPayloads(body, headerEnd, entries), metadata };
}

const utf8 = new TextDecoder();

function readPrefix(body: Uint8Array): { headerEnd: number; headerChecksum: number; count: number } {
  if (body.length < PREFIX_BYTES || utf8.decode(body.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new TensorFormatError(
      `A body of tensors begins with ${MAGIC} and has at least ${PREFIX_BYTES} bytes; these ${body.length} bytes are something else.`,
    );
  }
  const view = new DataView(body.buffer, body.byteOffset, PREFIX_BYTES);
  const [version, headerBytes, headerChecksum, count] = [8, 12, 16, 20].map((offset) =>
    view.getUint32(offset, true),
  );
  if (version !== VERSION) {
    throw new TensorFormatError(
      `Expected tensors of version ${VERSION}, got version ${version}: use the same Chimera on both sides.`,
    );
  }
  const headerEnd = PREFIX_BYTES + headerBytes;
  if (headerBytes % 8 !== 0 || headerBytes > MAX_HEADER_BYTES || headerEnd > body.length) {
    throw new TensorFormatError(
      `The length of the header should be a multiple of 8 up to ${MAX_HEADER_BYTES} and within the ${body.length} bytes that came, got ${headerBytes}.`,
    );
  }
  return { headerEnd, headerChecksum, count };
}

function readPayloads(body: Uint8Array, start: number, entries: readonly TensorEntry[]): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let offset = start;
  for (const { name, dtype, shape, bytes, checksum: expected } of entries) {
    const end = offset + padded(bytes);
    requireChecksum(`tensor ${name}`, wordsOf(body, offset, end), expected);
    const { view, bytesPerElement } = DTYPES[dtype];
    tensors.set(name, { shape, data: view(body.buffer, body.byteOffset + offset, bytes / bytesPerElement) });
    offset = end;
  }
  return tensors;
}

function wordsOf(body: Uint8Array, start: number, end: number): Int32Array {
  return new Int32Array(body.buffer, body.byteOffset + start, (end - start) / 4);
}

function requireChecksum(what: string, words: Int32Array, expected: number): void {
  const got = checksum(words);
  if (got !== expected) {
    throw new TensorFormatError(
      `The checksum of ${what} should be ${expected}, its bytes give ${got}: they were damaged.`,
    );
  }
}
