import type { Floats } from "./kernels.ts";

/** A window that goes over images of height H, width W and C channels, and stops at outH × outW places. */
export interface SlidingWindow {
  readonly H: number;
  readonly W: number;
  readonly C: number;
  /** The window's own height and width. */
  readonly h: number;
  readonly w: number;
  /** From one place to the next. */
  readonly strideY: number;
  readonly strideX: number;
  /** Rows and columns of padding before the image: fewer than the window has. */
  readonly top: number;
  readonly left: number;
  readonly outH: number;
  readonly outW: number;
}

/** What moves the numbers of n images, X: n × H × W × C, their channels last. Outputs are n × outH × outW × C. */
export interface ImageKernels {
  /**
   * What the window sees, as rows ("im2col": Chellapilla, Puri & Simard, High Performance Convolutional Neural Networks for
   * Document Processing, 2006):
   *
   *     P[(i, y, x), (r, s, c)] ← X[i, y strideY + r − top, x strideX + s − left, c]        0 beyond the image
   *
   * @param P (n outH outW) × (h w C)
   */
  takePatches<T extends Floats>(window: SlidingWindow, X: T, P: T): void;
  /** The transposed map ("col2im"): X ← of each of its numbers the sum of the places in P that `takePatches` writes it to. */
  addPatches<T extends Floats>(window: SlidingWindow, P: T, X: T): void;
  /**
   * Y ← the largest number that the window sees of the image at each place, channel by channel: NaN is larger than any, and of
   * equal ones it is the first, row by row.
   *
   * @param places as many as Y has: where in X the largest is.
   */
  maxPool<T extends Floats>(window: SlidingWindow, X: T, Y: T, places: Int32Array): void;
  /** dX ← for each of its numbers the sum of D where `maxPool` found it. @param D ∂L/∂Y. @param places as it left them. */
  maxPoolGradient<T extends Floats>(window: SlidingWindow, D: T, places: Int32Array, dX: T): void;
  /** Y ← the mean of the numbers that the window sees of the image at each place, channel by channel. */
  meanPool<T extends Floats>(window: SlidingWindow, X: T, Y: T): void;
  /** dX ← for each of its numbers the sum of the shares of D that it has in means. @param D ∂L/∂Y */
  meanPoolGradient<T extends Floats>(window: SlidingWindow, D: T, dX: T): void;
}
