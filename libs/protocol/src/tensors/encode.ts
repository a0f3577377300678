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
import { dtypeOf, type Tensor } from "./tensor.ts";
import { xxh32 } from "./xxh32.ts";

/**
 * Puts named tensors into one body (its layout: `header.ts`). Elements are copied once.
 *
 * @param metadata small facts as JSON data that travel in the header.
 * @throws TensorFormatError when a shape does not fit its data, or there are more than 256 tensors.
 */
export function encodeTensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, unknown>> = {},
): Uint8Array<ArrayBuffer> {
  // A checksum is written with as many characters as the largest one: the header's length must be known before.
  const entries = Object.entries(tensors).map(([name, { shape, data }]): TensorEntry => ({
    name,
    dtype: dtypeOf(data),
    shape: [...shape],
    bytes: data.byteLength,
    checksum: 0xffffffff,
  }));
  const headerBytes = padded(utf8.encode(headerText(entries, metadata)).length);
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new TensorFormatError(
      `The header needs ${headerBytes} bytes, ${MAX_HEADER_BYTES} are allowed: send less metadata.`,
    );
  }
  const payloadBytes = entries.reduce((sum, { bytes }) => sum + padded(bytes), 0);
  const body = new Uint8Array(PREFIX_BYTES + headerBytes + payloadBytes);
  writePayloads(body, PREFIX_BYTES + headerBytes, entries, Object.values(tensors));
  const header = body.subarray(PREFIX_BYTES, PREFIX_BYTES + headerBytes).fill(SPACE);
  const text = headerText(entries, metadata);
  parseHeader(text);
  utf8.encodeInto(text, header);
  writePrefix(body, header, entries.length);
  return body;
}

const utf8 = new TextEncoder();
const SPACE = 0x20;

function headerText(entries: readonly TensorEntry[], metadata: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ tensors: entries, metadata });
}

/** Copies the elements into the body and enters their checksums. */
function writePayloads(
  body: Uint8Array<ArrayBuffer>,
  start: number,
  entries: TensorEntry[],
  tensors: Tensor[],
): void {
  let offset = start;
  entries.forEach((entry, i) => {
    const { buffer, byteOffset, byteLength } = tensors[i].data;
    body.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    entry.checksum = xxh32(new Int32Array(body.buffer, offset, padded(byteLength) / 4));
    offset += padded(byteLength);
  });
}

function writePrefix(body: Uint8Array<ArrayBuffer>, header: Uint8Array<ArrayBuffer>, count: number): void {
  utf8.encodeInto(MAGIC, body);
  const view = new DataView(body.buffer);
  const checksum = xxh32(new Int32Array(header.buffer, header.byteOffset, header.length / 4));
  [VERSION, header.length, checksum, count].forEach((value, i) => view.setUint32(8 + 4 * i, value, true));
}
