import type { Floats, Strided } from "../kernels/index.ts";
import { addRun, copyRun } from "./runs.ts";
import type { Window } from "./window.ts";

/**
 * Images lowered along their width alone (Cho & Brand, MEC: Memory-efficient Convolution for Deep Neural Network, 2017):
 *
 *     low[i, x, y, s, c] = image[i, y − top, x strideX + s − left, c]        0 beyond the image
 *
 * images × outW × L × (w C), with L = (outH − 1) strideY + h. What the windows at row y of the output see are h of the L rows,
 * from y strideY on: h w C numbers without a gap, in the order of the filters. All patches ("im2col") would be h / strideY times as
 * many numbers.
 */
export interface Lowering {
  /** Numbers of one lowered image. */
  readonly size: number;
  /** @param images n × H × W × C, of which `first` … `first + count − 1` are lowered. @param low overwritten. */
  lower(images: Floats, first: number, count: number, low: Floats): void;
  /** The transposed map: adds every number to where it was taken from; what lay beyond the image is dropped. */
  raise(low: Floats, first: number, count: number, images: Floats): void;
  /** What the windows at row y of the output see, image by image and from left to right: (count outW) × (h w C). */
  seen(low: Floats, count: number, y: number): Strided;
}

export function loweringOf(window: Window): Lowering {
  const { C, h, w, outW, outH, strideY } = window;
  const length = (outH - 1) * strideY + h;
  const run = w * C;
  const eachRun = runsOf(window, length);
  return {
    size: outW * length * run,
    lower(images, first, count, low) {
      low.fill(0, 0, count * outW * length * run);
      eachRun(first, count, (at, to, n) => copyRun(images, at, low, to, n));
    },
    raise(low, first, count, images) {
      eachRun(first, count, (at, from, n) => addRun(low, from, images, at, n));
    },
    seen: (low, count, y) => ({
      ...{ data: low, offset: y * strideY * run },
      ...{ nRows: count * outW, nColumns: h * run, stride: length * run },
    }),
  };
}

/** @param at `length` numbers of the images. @param low the same ones where they are lowered. */
type VisitRun = (at: number, low: number, length: number) => void;

/** @returns what goes through the runs of numbers that windows have from one row of an image. */
function runsOf({ H, W, C, w, outW, strideX, top, left }: Window, length: number) {
  // The rows y of `low` for which y − top is a row of the image.
  const [y0, y1] = [top, Math.min(length, H + top)];
  return (first: number, count: number, visit: VisitRun) => {
    for (let i = 0; i < count; i++) {
      for (let ox = 0; ox < outW; ox++) {
        const x0 = ox * strideX - left;
        const [s0, s1] = [Math.max(0, -x0), Math.min(w, W - x0)];
        for (let y = y0; y < y1; y++) {
          const at = (((first + i) * H + y - top) * W + x0 + s0) * C;
          visit(at, (((i * outW + ox) * length + y) * w + s0) * C, (s1 - s0) * C);
        }
      }
    }
  };
}
