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
  type TensorHeader,
} from "./header.ts";
import { DTYPES, type Tensor } from "./tensor.ts";

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
  const body = new ArrivingTensors(bytes.byteOffset % 8 === 0 ? bytes : bytes.slice());
  body.advance(bytes.length);
  return body.message();
}

/** What the head of a body says about the rest. */
interface Layout {
  readonly header: TensorHeader;
  /** Offset of the first payload. */
  readonly start: number;
}

/** A body of tensors that is read while it arrives: what has just come is still in the processor's cache. */
export class ArrivingTensors {
  readonly #body: Uint8Array;
  #layout: Layout | undefined;
  #fault: TensorFormatError | undefined;
  /** Of the tensors that are there, in the header's order. */
  readonly #checksums: number[] = [];
  /** Of the tensor that is arriving. */
  #checksum = new Checksum();
  /** So many bytes have been read. */
  #nRead = 0;

  /** @param body where the bytes will be, as many as were announced; it begins at a multiple of 8 in its buffer. */
  constructor(body: Uint8Array) {
    this.#body = body;
  }

  /** The first `nArrived` bytes are there; those that were there before are as they were. */
  advance(nArrived: number): void {
    if (this.#fault !== undefined) return;
    try {
      this.#layout ??= this.#readHead(nArrived);
      if (this.#layout !== undefined) this.#readPayloads(this.#layout, nArrived);
    } catch (error) {
      if (!(error instanceof TensorFormatError)) throw error;
      this.#fault = error;
    }
  }

  /** When all bytes are there: the tensors, as views of the body. @throws TensorFormatError */
  message(): TensorMessage {
    if (this.#fault !== undefined) throw this.#fault;
    const { header, start } = this.#layout!;
    const footer = this.#body.length - checksumBytes(header.tensors.length);
    const expected = new DataView(this.#body.buffer, this.#body.byteOffset + footer);
    const tensors = new Map<string, Tensor>();
    let offset = start;
    for (const [i, entry] of header.tensors.entries()) {
      requireChecksum(`tensor ${entry.name}`, this.#checksums[i], expected.getUint32(4 * i, true));
      tensors.set(entry.name, this.#tensorAt(offset, entry));
      offset += padded(entry.bytes);
    }
    if (header.tensors.length % 2 === 1) requireZero(expected.getUint32(4 * header.tensors.length, true));
    return { tensors, metadata: header.metadata };
  }

  #tensorAt(offset: number, { dtype, shape, bytes }: TensorEntry): Tensor {
    const { view, bytesPerElement } = DTYPES[dtype];
    const { buffer, byteOffset } = this.#body;
    return { shape, data: view(buffer, byteOffset + offset, bytes / bytesPerElement) };
  }

  /** @returns undefined while it has not come whole. */
  #readHead(nArrived: number): Layout | undefined {
    const body = this.#body;
    if (nArrived < Math.min(PREFIX_BYTES, body.length)) return undefined;
    const { headerEnd, headerChecksum, count } = readPrefix(body);
    if (nArrived < headerEnd) return undefined;
    requireChecksum("the header", checksum(wordsOf(body, PREFIX_BYTES, headerEnd)), headerChecksum);
    const header = parseHeader(utf8.decode(body.subarray(PREFIX_BYTES, headerEnd)));
    const { tensors } = header;
    if (tensors.length !== count) {
      throw new TensorFormatError(
        `The prefix announces ${count} tensors, the header lists ${tensors.length}.`,
      );
    }
    const payloads = tensors.reduce((sum, { bytes }) => sum + padded(bytes), 0);
    const expected = headerEnd + payloads + checksumBytes(count);
    if (body.length !== expected) {
      throw new TensorFormatError(
        `The header announces ${expected} bytes in all, got ${body.length}: the body is cut or mixed up.`,
      );
    }
    this.#nRead = headerEnd;
    return { header, start: headerEnd };
  }

  #readPayloads({ header: { tensors }, start }: Layout, nArrived: number): void {
    let end = start;
    for (const [i, { bytes }] of tensors.entries()) {
      end += padded(bytes);
      if (i < this.#checksums.length) continue;
      // Words are read when they are whole.
      const upTo = Math.min(end, nArrived - (nArrived % 4));
      if (upTo > this.#nRead) this.#read(upTo);
      if (this.#nRead < end) return;
      this.#checksums.push(this.#checksum.value);
      this.#checksum = new Checksum();
    }
  }

  #read(upTo: number): void {
    this.#checksum.add(wordsOf(this.#body, this.#nRead, upTo));
    this.#nRead = upTo;
  }
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

function wordsOf(body: Uint8Array, start: number, end: number): Int32Array {
  return new Int32Array(body.buffer, body.byteOffset + start, (end - start) / 4);
}

function requireChecksum(what: string, got: number, expected: number): void {
  if (got === expected) return;
  throw new TensorFormatError(
    `The checksum of ${what} should be ${expected}, its bytes give ${got}: they were damaged.`,
  );
}

/** Behind an odd number of checksums. */
function requireZero(filling: number): void {
  if (filling === 0) return;
  throw new TensorFormatError(`The body should end with zeros, got ${filling}: its end was damaged.`);
}
