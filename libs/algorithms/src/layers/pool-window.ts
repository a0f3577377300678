import type { Shape } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import type { LayerConfig } from "./layer.ts";
import { requireAxes } from "./require-axes.ts";
import { windowOf, type Padding, type Pair, type Window } from "./window.ts";

export interface PoolOptions {
  /** From one window to the next. Default: the window's size, so that none overlap. */
  stride?: Pair;
  /** Default `valid`: none. Padding is no part of the image: it is never the largest, and counts in no mean. */
  padding?: Padding;
}

export interface PoolConfig extends LayerConfig, PoolOptions {
  readonly type: "maxPool2d" | "avgPool2d";
  readonly poolSize: Pair;
}

export function poolWindow(config: PoolConfig, inputShape: Shape): Window {
  checkOptions({ type: 0, poolSize: 0, stride: 0, padding: 0 }, config);
  requireAxes(inputShape, 3, "n × height × width × channels", "Give images with the channels last.");
  const { poolSize: size, stride = size, padding = "valid" } = config;
  return windowOf(inputShape, { size, stride, padding }, "poolSize");
}

/** Which windows of a row have their column s inside of the image. */
export interface CellColumn {
  /** The first one's column of the output, and how many there are, side by side. */
  readonly first: number;
  readonly count: number;
  /** The column of the image that the first one sees there; the next one's is one stride further on. */
  readonly x: number;
}

/** For s = 0 … w − 1, so that no loop over numbers has to ask where the image ends. */
export function cellColumns({ W, w, outW, strideX, left }: Window): CellColumn[] {
  return Array.from({ length: w }, (_, s) => {
    const first = Math.max(0, Math.ceil((left - s) / strideX));
    const end = Math.min(outW, Math.ceil((W + left - s) / strideX));
    return { first, count: Math.max(0, end - first), x: first * strideX + s - left };
  });
}

/** The cells of a window that begins at `start` that lie in an image of `length` rows or columns: [first, end). */
export function cellsInside(start: number, size: number, length: number): [first: number, end: number] {
  return [Math.max(0, -start), Math.min(size, length - start)];
}

/**
 * A row of windows side by side.
 *
 * @param to their outW · C outputs. @param y0 the rows of the image that they see are y0 … y1 − 1, where the images' rows are
 * numbered through.
 */
type VisitRow = (to: number, y0: number, y1: number) => void;

/** Goes through the rows of the output of all images. */
export function eachWindowRow(window: Window, n: number, visit: VisitRow): void {
  const { H, C, h, outH, outW, strideY, top } = window;
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const start = oy * strideY - top;
      const [r0, r1] = cellsInside(start, h, H);
      visit((i * outH + oy) * outW * C, i * H + start + r0, i * H + start + r1);
    }
  }
}
