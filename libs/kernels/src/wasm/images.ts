import {
  checkMaxPool,
  checkMaxPoolGradient,
  checkMeanPool,
  checkMeanPoolGradient,
  checkPatches,
  type Floats,
  type ImageKernels,
  type SlidingWindow,
} from "@chimera/algorithms";
import { copy } from "./copies.ts";
import { WORKSPACE_BYTES, type DataMemories, type DataMemory } from "./data-memory.ts";
import type { WasmExports } from "./instance.ts";
import type { Scratch } from "./scratch.ts";

/** Bytes that go through the scratch memory at once, of images and of what is made of them: what the caches hold. */
const BLOCK_BYTES = 262_144;

/** Of a window, as whole vectors. */
const WINDOW_BYTES = 48;

/**
 * Some images at a time go through the scratch memory, with what is made of them. Patches, which are the most numbers, are written and
 * read where they lie, if they lie in kernel memory and the workspace behind them holds an image.
 */
export function wasmImageKernels(memories: DataMemories, scratch: Scratch): ImageKernels {
  return {
    takePatches(window, X, P) {
      const n = checkPatches(window, X, P, "P");
      const own = memories.of(P);
      if (own && fits(X.length / n, X)) takePatchesThere(own, window, n, X, P);
      else map(scratch, window, n, X, P, is64(X) ? "takePatches64" : "takePatches32");
    },
    addPatches(window, P, X) {
      const n = checkPatches(window, X, P, "X");
      const own = memories.of(P);
      if (own && fits(X.length / n, X)) addPatchesThere(own, window, n, P, X);
      else map(scratch, window, n, P, X, is64(X) ? "addPatches64" : "addPatches32");
    },
    maxPool: (window, X, Y, places) => maxPool(scratch, window, X, Y, places),
    maxPoolGradient: (window, D, places, dX) => maxPoolGradient(scratch, window, D, places, dX),
    meanPool(window, X, Y) {
      const n = checkMeanPool(window, X, Y);
      map(scratch, window, n, X, Y, is64(X) ? "meanPool64" : "meanPool32");
    },
    meanPoolGradient(window, D, dX) {
      const n = checkMeanPoolGradient(window, D, dX);
      map(scratch, window, n, D, dX, is64(D) ? "meanPoolGradient64" : "meanPoolGradient32");
    },
  };
}

function is64({ BYTES_PER_ELEMENT: width }: Floats): boolean {
  return width === 8;
}

type Map = Extract<
  keyof WasmExports,
  `${"takePatches" | "addPatches" | "meanPool" | "meanPoolGradient"}${64 | 32}`
>;

/** What adds to zeros, or writes to them. */
function map(scratch: Scratch, window: SlidingWindow, n: number, from: Floats, to: Floats, name: Map): void {
  const [size, result] = [from.length / n, to.length / n];
  for (const { first, count } of blocksOf(n, (size + result) * from.BYTES_PER_ELEMENT)) {
    const { at, floats, addresses, indices } = place(scratch, window, from, count * size, count * result);
    copy(from, first * size, count * size, floats, indices[0]);
    floats.fill(0, indices[1], indices[1] + count * result);
    scratch.call[name](at, addresses[0], count, addresses[1]);
    copy(floats, indices[1], count * result, to, first * result);
  }
}

/** Whether the workspace of a memory holds an image of so many numbers, and the window. */
function fits(numbers: number, { BYTES_PER_ELEMENT: width }: Floats): boolean {
  return WINDOW_BYTES + numbers * width <= WORKSPACE_BYTES;
}

function takePatchesThere(own: DataMemory, window: SlidingWindow, n: number, X: Floats, P: Floats): void {
  const width = X.BYTES_PER_ELEMENT;
  const [size, patches] = [X.length / n, P.length / n];
  const images = own.workspace + WINDOW_BYTES;
  const run = is64(X) ? own.instance.call.takePatches64 : own.instance.call.takePatches32;
  P.fill(0);
  writeWindow(window, own.int32, own.workspace);
  for (const { first, count } of blocksOf(n, size * width, WORKSPACE_BYTES - WINDOW_BYTES)) {
    copy(X, first * size, count * size, floatsOf(own, X), images / width);
    run(own.workspace, images, count, P.byteOffset + first * patches * width);
  }
}

function addPatchesThere(own: DataMemory, window: SlidingWindow, n: number, P: Floats, X: Floats): void {
  const width = X.BYTES_PER_ELEMENT;
  const [size, patches] = [X.length / n, P.length / n];
  const images = own.workspace + WINDOW_BYTES;
  const run = is64(X) ? own.instance.call.addPatches64 : own.instance.call.addPatches32;
  const floats = floatsOf(own, X);
  writeWindow(window, own.int32, own.workspace);
  for (const { first, count } of blocksOf(n, size * width, WORKSPACE_BYTES - WINDOW_BYTES)) {
    floats.fill(0, images / width, images / width + count * size);
    run(own.workspace, P.byteOffset + first * patches * width, count, images);
    copy(floats, images / width, count * size, X, first * size);
  }
}

function maxPool(scratch: Scratch, window: SlidingWindow, X: Floats, Y: Floats, places: Int32Array): void {
  const n = checkMaxPool(window, X, Y, places);
  const [size, outputs] = [X.length / n, Y.length / n];
  for (const { first, count } of blocksOf(n, (size + 2 * outputs) * X.BYTES_PER_ELEMENT)) {
    const sizes = [count * size, count * outputs, count * outputs];
    const { at, floats, addresses, indices } = place(scratch, window, X, ...sizes);
    copy(X, first * size, count * size, floats, indices[0]);
    const run = is64(X) ? scratch.call.maxPool64 : scratch.call.maxPool32;
    run(at, addresses[0], count, first * size, addresses[1], addresses[2]);
    copy(floats, indices[1], count * outputs, Y, first * outputs);
    const found = scratch.int32.subarray(addresses[2] / 4, addresses[2] / 4 + count * outputs);
    places.set(found, first * outputs);
  }
}

function maxPoolGradient(
  scratch: Scratch,
  window: SlidingWindow,
  D: Floats,
  places: Int32Array,
  dX: Floats,
): void {
  const n = checkMaxPoolGradient(window, D, places, dX);
  const [size, outputs] = [dX.length / n, D.length / n];
  for (const { first, count } of blocksOf(n, (size + 2 * outputs) * D.BYTES_PER_ELEMENT)) {
    const length = count * outputs;
    const { floats, addresses, indices } = place(scratch, window, D, length, length, count * size);
    copy(D, first * outputs, length, floats, indices[0]);
    scratch.int32.set(places.subarray(first * outputs, first * outputs + length), addresses[1] / 4);
    floats.fill(0, indices[2], indices[2] + count * size);
    const run = is64(D) ? scratch.call.maxPoolGradient64 : scratch.call.maxPoolGradient32;
    run(addresses[0], addresses[1], length, first * size, addresses[2], count * size);
    copy(floats, indices[2], count * size, dX, first * size);
  }
}

/** Some images at a time. @param bytes of an image and of what is made of it. @param most bytes at a time. */
function* blocksOf(n: number, bytes: number, most = BLOCK_BYTES) {
  const size = Math.max(1, Math.floor(most / bytes));
  for (let first = 0; first < n; first += size) yield { first, count: Math.min(size, n - first) };
}

/**
 * Room in the scratch memory for the window, which is written, and for arrays of so many numbers.
 *
 * @returns the window's address, and where the arrays begin: in bytes, and as indices of `floats`.
 */
function place(scratch: Scratch, window: SlidingWindow, operand: Floats, ...sizes: number[]) {
  const width = operand.BYTES_PER_ELEMENT;
  const bytes = sizes.map((size) => size * width);
  scratch.begin(WINDOW_BYTES, ...bytes);
  const at = scratch.take(WINDOW_BYTES);
  writeWindow(window, scratch.int32, at);
  const addresses = bytes.map((length) => scratch.take(length));
  const indices = addresses.map((address) => address / width);
  return { at, floats: floatsOf(scratch, operand), addresses, indices };
}

/** In the order of the module's class. */
function writeWindow(window: SlidingWindow, int32: Int32Array, address: number): void {
  const { H, W, C, h, w, strideY, strideX, top, left, outH, outW } = window;
  int32.set([H, W, C, h, w, strideY, strideX, top, left, outH, outW], address / 4);
}

function floatsOf({ float64, float32 }: Pick<DataMemory, "float64" | "float32">, operand: Floats): Floats {
  return is64(operand) ? float64 : float32;
}
