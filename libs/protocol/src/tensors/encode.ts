import { TensorFormatError } from "../errors/errors.ts";
import { Checksum, checksum } from "./checksum.ts";
import {
  MAGIC,
  MAX_HEADER_BYTES,
  PREFIX_BYTES,
  VERSION,
  checksumBytes,
  padded,
  parseHeader,
  type TensorEntry,
} from "./header.ts";
import { concatenate, type Parts } from "./parts.ts";
import { dtypeOf, type Tensor, type TensorData } from "./tensor.ts";

/** Shorter bodies are sooner copied into one piece than sent in several. */
const LEAST_PARTS_BYTES = 65_536;
/** A part is sent while its bytes, which the checksum has just read, are still in the processor's cache. */
const PART_BYTES = 1_048_576;

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
  return concatenate(new TensorParts(tensors, metadata));
}

/**
 * The same, without a copy where it is large: then it is parts that are to be sent one after another, the header and the
 * tensors' own memory, which must stay as it is until it has been sent.
 *
 * @param metadata small facts as JSON data that travel in the header.
 * @throws TensorFormatError when a shape does not fit its data, or there are more than 256 tensors.
 */
export function encodeTensorParts(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, unknown>> = {},
): Uint8Array | Parts {
  const parts = new TensorParts(tensors, metadata);
  return parts.byteLength < LEAST_PARTS_BYTES ? concatenate(parts) : parts;
}

/** A body of tensors, whose checksums are found while it is sent. */
class TensorParts implements Parts {
  readonly byteLength: number;
  readonly #head: Uint8Array;
  readonly #payloads: readonly Payload[];

  constructor(tensors: Readonly<Record<string, Tensor>>, metadata: Readonly<Record<string, unknown>>) {
    const entries = Object.entries(tensors).map(([name, { shape, data }]): TensorEntry => ({
      name,
      dtype: dtypeOf(data),
      shape: [...shape],
      bytes: data.byteLength,
    }));
    this.#head = headOf(entries, metadata);
    this.#payloads = Object.values(tensors).map(({ data }) => new Payload(data));
    const bytes = entries.reduce((sum, entry) => sum + padded(entry.bytes), this.#head.length);
    this.byteLength = bytes + checksumBytes(entries.length);
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    yield this.#head;
    for (const payload of this.#payloads) yield* payload.parts();
    const checksums = new DataView(new ArrayBuffer(checksumBytes(this.#payloads.length)));
    this.#payloads.forEach((payload, i) => checksums.setUint32(4 * i, payload.checksum, true));
    yield new Uint8Array(checksums.buffer);
  }
}

const FILLING = new Uint8Array(4);

/** One tensor's elements, in the memory where they lie. */
class Payload {
  readonly #data: TensorData;
  readonly #checksum = new Checksum();
  /** So many bytes have been read for the checksum: once, however often they are sent. */
  #nRead = 0;

  constructor(data: TensorData) {
    this.#data = data;
  }

  *parts(): Generator<Uint8Array> {
    const { buffer, byteOffset, byteLength } = this.#data;
    for (let at = 0; at < byteLength; at += PART_BYTES) {
      const bytes = Math.min(PART_BYTES, byteLength - at);
      this.#read(at, bytes);
      yield new Uint8Array(buffer, byteOffset + at, bytes);
    }
    if (byteLength % 8 !== 0) yield FILLING;
  }

  /** When all parts have been made. */
  get checksum(): number {
    const { byteLength } = this.#data;
    if (this.#nRead === byteLength && byteLength % 8 !== 0) {
      this.#checksum.add(new Int32Array(FILLING.buffer));
      this.#nRead += FILLING.length;
    }
    return this.#checksum.value;
  }

  #read(at: number, bytes: number): void {
    if (at !== this.#nRead) return;
    this.#checksum.add(new Int32Array(this.#data.buffer, this.#data.byteOffset + at, bytes / 4));
    this.#nRead += bytes;
  }
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
