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
import { checksum } from "./checksum.ts";
import { dtypeOf, type Tensor, type TensorData } from "./tensor.ts";

/** Shorter bodies are sooner copied into one piece than sent in several. */
const LEAST_PARTS_BYTES = 65_536;

/**
 * Puts named tensors into one body (its layout: `header.ts`), of which they are copies.
 *
 * @param metadata small facts as JSON data that travel in the header.
 * @throws TensorFormatError when a shape does not fit its data, or there are more than 256 tensors.
 */
export function encodeTensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, unknown>> = {},
): Uint8Array<ArrayBuffer> {
  return concatenate(partsOf(tensors, metadata));
}

/**
 * The same, without a copy where it is large: then it is a list of parts that are to be sent one after another, the header
 * and the tensors' own memory, which must stay as it is until it has been sent.
 *
 * @param metadata small facts as JSON data that travel in the header.
 * @throws TensorFormatError when a shape does not fit its data, or there are more than 256 tensors.
 */
export function encodeTensorParts(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, unknown>> = {},
): Uint8Array | Uint8Array[] {
  const parts = partsOf(tensors, metadata);
  return bytesOf(parts) < LEAST_PARTS_BYTES ? concatenate(parts) : parts;
}

function partsOf(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, unknown>>,
): Uint8Array[] {
  const entries = Object.entries(tensors).map(([name, { shape, data }]): TensorEntry => ({
    name,
    dtype: dtypeOf(data),
    shape: [...shape],
    bytes: data.byteLength,
    checksum: checksumOf(data),
  }));
  return [headOf(entries, metadata), ...Object.values(tensors).flatMap(payloadOf)];
}

/** Bytes of a body in one piece or in several. */
export function bytesOf(body: Uint8Array | readonly Uint8Array[]): number {
  return Array.isArray(body) ? body.reduce((sum, part) => sum + part.length, 0) : (body as Uint8Array).length;
}

/** A body in one piece. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytesOf(parts));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function checksumOf({ buffer, byteOffset, byteLength }: TensorData): number {
  const words = new Int32Array(buffer, byteOffset, byteLength / 4);
  return checksum(words, (padded(byteLength) - byteLength) / 4);
}

/** The elements' bytes where they lie, and what fills them up. */
function payloadOf({ data: { buffer, byteOffset, byteLength } }: Tensor): Uint8Array[] {
  const filling = padded(byteLength) - byteLength;
  const elements = new Uint8Array(buffer, byteOffset, byteLength);
  return filling === 0 ? [elements] : [elements, new Uint8Array(filling)];
}

const utf8 = new TextEncoder();
const SPACE = 0x20;

/** Prefix and header. */
function headOf(
  entries: TensorEntry[],
  metadata: Readonly<Record<string, unknown>>,
): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify({ tensors: entries, metadata });
  parseHeader(text);
  const bytes = utf8.encode(text);
  const headerBytes = padded(bytes.length);
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new TensorFormatError(
      `The header needs ${headerBytes} bytes, ${MAX_HEADER_BYTES} are allowed: send less metadata.`,
    );
  }
  const head = new Uint8Array(PREFIX_BYTES + headerBytes).fill(SPACE, PREFIX_BYTES);
  head.set(bytes, PREFIX_BYTES);
  utf8.encodeInto(MAGIC, head);
  const view = new DataView(head.buffer);
  const words = new Int32Array(head.buffer, PREFIX_BYTES, headerBytes / 4);
  [VERSION, headerBytes, checksum(words), entries.length].forEach((value, i) =>
    view.setUint32(8 + 4 * i, value, true),
  );
  return head;
}
