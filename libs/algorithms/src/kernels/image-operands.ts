import { DataError } from "../errors.ts";
import type { SlidingWindow } from "./image-kernels.ts";
import type { Floats } from "./kernels.ts";
import { checkApart, checkLength, checkType, type Numbers } from "./operands.ts";

/** What the kernels of images refuse before they compute. All throw DataError, and return n, the number of images. */

/** @param written which of the two is. */
export function checkPatches(window: SlidingWindow, X: Floats, P: Floats, written: "X" | "P"): number {
  checkType(X, P);
  const n = imagesIn(window, X);
  const { outH, outW, h, w, C } = window;
  checkLength("P", P.length, n * outH * outW * h * w * C, `(n outH outW) × (h w C) of n = ${n}`);
  if (written === "P") checkAllApart("P", P, { X });
  else checkAllApart("X", X, { P });
  return n;
}

export function checkMaxPool(window: SlidingWindow, X: Floats, Y: Floats, places: Int32Array): number {
  const n = checkOutputs(window, X, "Y", Y);
  checkLength("places", places.length, Y.length, "as many as Y has");
  checkAllApart("Y", Y, { X });
  checkAllApart("places", places, { X, Y });
  return n;
}

export function checkMaxPoolGradient(
  window: SlidingWindow,
  D: Floats,
  places: Int32Array,
  dX: Floats,
): number {
  const n = checkOutputs(window, dX, "D", D);
  checkLength("places", places.length, D.length, "as many as D has");
  checkAllApart("dX", dX, { D, places });
  return n;
}

export function checkMeanPool(window: SlidingWindow, X: Floats, Y: Floats): number {
  const n = checkOutputs(window, X, "Y", Y);
  checkAllApart("Y", Y, { X });
  return n;
}

export function checkMeanPoolGradient(window: SlidingWindow, D: Floats, dX: Floats): number {
  const n = checkOutputs(window, dX, "D", D);
  checkAllApart("dX", dX, { D });
  return n;
}

function checkOutputs(window: SlidingWindow, X: Floats, name: string, outputs: Floats): number {
  checkType(X, outputs);
  const n = imagesIn(window, X);
  const { outH, outW, C } = window;
  checkLength(name, outputs.length, n * outH * outW * C, `n × outH × outW × C of n = ${n}`);
  return n;
}

function imagesIn(window: SlidingWindow, X: Floats): number {
  const { H, W, C, h, w, strideY, strideX, top, left, outH, outW } = window;
  const n = X.length / (H * W * C);
  const isWhole = Object.values(window).every((size) => Number.isSafeInteger(size) && size >= 0);
  const sees = (outputs: number, stride: number, before: number, size: number, length: number) =>
    outputs > 0 && before < size && (outputs - 1) * stride - before < length;
  const seesAll = sees(outH, strideY, top, h, H) && sees(outW, strideX, left, w, W);
  if (isWhole && Number.isSafeInteger(n) && seesAll) return n;
  throw new DataError({
    expected: "n images of H × W × C, and a window that sees some of them at each of its outH × outW places",
    got: `${X.length} numbers and ${JSON.stringify(window)}`,
    remedy: "Give whole images, and a window that goes over them in steps of whole numbers.",
  });
}

function checkAllApart(name: string, written: Numbers, read: Readonly<Record<string, Numbers>>): void {
  for (const [other, values] of Object.entries(read))
    checkApart(name, written, 0, written.length, other, values, 0, values.length);
}
