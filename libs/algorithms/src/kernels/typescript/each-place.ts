import type { SlidingWindow } from "../image-kernels.ts";

/**
 * @param from the C channels of the first cell of the window that is in its image. @param nRows, nColumns how many cells are.
 * @param to the C channels of the output.
 */
type VisitPlace = (from: number, nRows: number, nColumns: number, to: number) => void;

/** Goes through the places of the window on n images, row by row. */
export function eachPlace(window: SlidingWindow, n: number, visit: VisitPlace): void {
  const { H, W, C, h, w, strideY, strideX, top, left, outH, outW } = window;
  let to = 0;
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const y0 = oy * strideY - top;
      const [r0, r1] = [Math.max(0, -y0), Math.min(h, H - y0)];
      for (let ox = 0; ox < outW; ox++, to += C) {
        const x0 = ox * strideX - left;
        const [s0, s1] = [Math.max(0, -x0), Math.min(w, W - x0)];
        visit(((i * H + y0 + r0) * W + x0 + s0) * C, r1 - r0, s1 - s0, to);
      }
    }
  }
}
