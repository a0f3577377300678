import { DataError, ParameterError } from "../errors.ts";
import type { SlidingWindow } from "../kernels/index.ts";
import { shapeText, type Shape } from "../tensor/tensor.ts";

/** A number for height and width alike, or one for each. */
export type Pair = number | readonly [height: number, width: number];

/** `valid`: none; `same`: as much as makes ⌈size / stride⌉ outputs; or so many rows and columns on each side. */
export type Padding = "valid" | "same" | Pair;

export interface WindowOptions {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

/**
 * Along an axis of n numbers, with windows of k, stride s and p numbers of padding on both sides:
 *
 *     outputs = ⌊(n + p_before + p_after − k) / s⌋ + 1
 *
 * @param sizeName what the option of the size is called.
 * @throws ParameterError, DataError when a window does not fit into the image.
 */
export function windowOf(inputShape: Shape, options: WindowOptions, sizeName: string): SlidingWindow {
  const [H, W, C] = inputShape;
  const [h, w] = pairOf(options.size, 1, sizeName);
  const [strideY, strideX] = pairOf(options.stride, 1, "stride");
  const [vertical, horizontal] = paddings(options.padding, [H, W], [h, w], [strideY, strideX]);
  const outH = Math.floor((H + vertical.total - h) / strideY) + 1;
  const outW = Math.floor((W + horizontal.total - w) / strideX) + 1;
  if (outH < 1 || outW < 1) {
    throw new DataError({
      expected: `images of at least ${h} × ${w} with their padding`,
      got: `n × ${shapeText(inputShape)}, padded ${H + vertical.total} × ${W + horizontal.total}`,
      remedy: `Give a smaller ${sizeName}, or more padding.`,
    });
  }
  return { H, W, C, h, w, strideY, strideX, top: vertical.before, left: horizontal.before, outH, outW };
}

type Numbers = readonly [number, number];

/** Padding before, and altogether, of height and width. With `same` an odd number has its greater half behind. */
function paddings(padding: Padding, image: Numbers, window: Numbers, stride: Numbers) {
  const same = [0, 1].map((axis) => {
    const outputs = Math.ceil(image[axis] / stride[axis]);
    const total = Math.max(0, (outputs - 1) * stride[axis] + window[axis] - image[axis]);
    return { before: Math.floor(total / 2), total };
  });
  if (padding === "same") return same;
  if (padding === "valid") return same.map(() => ({ before: 0, total: 0 }));
  const given = pairOf(padding, 0, "padding", 'be "valid", "same", an integer ≥ 0 or two of them');
  const fault = given.findIndex((before, axis) => before >= window[axis]);
  if (fault >= 0)
    throw new ParameterError("padding", "be smaller than the window, or it sees nothing", padding);
  return given.map((before) => ({ before, total: 2 * before }));
}

function pairOf(
  given: Pair,
  least: number,
  name: string,
  rule = `be an integer ≥ ${least} or two of them, [height, width]`,
): Numbers {
  const pair: readonly unknown[] = Array.isArray(given) ? given : [given, given];
  const fits =
    pair.length === 2 && pair.every((value) => Number.isSafeInteger(value) && Number(value) >= least);
  if (!fits) throw new ParameterError(name, rule, given);
  return pair as unknown as Numbers;
}
