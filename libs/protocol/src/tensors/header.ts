import * as z from "zod";
import { TensorFormatError } from "../errors/errors.ts";
import { DTYPES, elementsOf } from "./tensor.ts";

/**
 * A body of tensors:
 *
 *     offset 0   magic "CHIMTENS"
 *            8   uint32 version (3)
 *           12   uint32 length H of the header, a multiple of 8
 *           16   uint32 checksum of the header, see `checksum.ts`
 *           20   uint32 number of tensors
 *           24   header: JSON in UTF-8, filled up with spaces to H bytes
 *       24 + H   the tensors' elements in the header's order, each filled up with zeros to a multiple of 8 bytes
 *   then         uint32 checksum of each tensor, filling included, in the same order; filled up to a multiple of 8 bytes
 *
 * Everything is little-endian. Payloads begin at multiples of 8, so that a reader can look at them in place. Checksums come
 * last, so that both sides find them while the bytes leave and arrive.
 */
export const MAGIC = "CHIMTENS";
export const VERSION = 3;
export const PREFIX_BYTES = 24;

/** Limits that a body must keep, whatever its header claims. */
export const MAX_HEADER_BYTES = 1 << 20;
const MAX_TENSORS = 256;
const MAX_RANK = 8;
const MAX_SIZE = 2 ** 31 - 1;

const headerSchema = z.object({
  tensors: z
    .array(
      z.object({
        name: z.string().min(1).max(200),
        dtype: z.enum(["float64", "float32", "int32"]),
        shape: z.array(z.int().min(0).max(MAX_SIZE)).max(MAX_RANK),
        /** Bytes of the elements, without the filling. */
        bytes: z.int().min(0),
      }),
    )
    .max(MAX_TENSORS),
  /** Small facts that travel with the tensors. (zod drops a key `__proto__`.) */
  metadata: z.record(z.string(), z.unknown()),
});
export type TensorHeader = z.output<typeof headerSchema>;
export type TensorEntry = TensorHeader["tensors"][number];

/** @throws TensorFormatError when the text is no header, or a tensor's shape, type and size contradict each other. */
export function parseHeader(text: string): TensorHeader {
  const result = headerSchema.safeParse(parseJson(text));
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new TensorFormatError(
      `The header of the tensors does not fit at ${path.join(".") || "its top"}: ${message}`,
    );
  }
  const names = new Set<string>();
  for (const entry of result.data.tensors) {
    if (names.has(entry.name))
      throw new TensorFormatError(`Two tensors are named ${entry.name}: give each its own name.`);
    names.add(entry.name);
    checkSize(entry);
  }
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TensorFormatError("The header of the tensors should be JSON, and is not.");
  }
}

function checkSize({ name, dtype, shape, bytes }: TensorEntry): void {
  const expected = elementsOf(shape) * DTYPES[dtype].bytesPerElement;
  if (bytes !== expected) {
    throw new TensorFormatError(
      `Tensor ${name} of shape [${shape.join(", ")}] and type ${dtype} needs ${expected} bytes, its header says ${bytes}.`,
    );
  }
}

/** Bytes of the checksums at the end of a body. */
export function checksumBytes(nTensors: number): number {
  return padded(4 * nTensors);
}

/** The next multiple of 8. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
