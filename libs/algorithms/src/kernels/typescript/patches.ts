import { asIndex } from "../../tensor/as-index.ts";
import type { SlidingWindow } from "../image-kernels.ts";
import { checkPatches } from "../image-operands.ts";
import type { Floats } from "../kernels.ts";

export function takePatches<T extends Floats>(window: SlidingWindow, X: T, P: T): void {
  const n = checkPatches(window, X, P, "P");
  P.fill(0);
  eachRun(window, n, (image, patch, length) => {
    const [from, to] = [asIndex(image), asIndex(patch)];
    for (let j = 0; j < length; j++) P[to + j] = X[from + j];
  });
}

export function addPatches<T extends Floats>(window: SlidingWindow, P: T, X: T): void {
  const n = checkPatches(window, X, P, "X");
  X.fill(0);
  eachRun(window, n, (image, patch, length) => {
    const [from, to] = [asIndex(patch), asIndex(image)];
    for (let j = 0; j < length; j++) X[to + j] += P[from + j];
  });
}

/** @param image where `length` numbers of an image begin. @param patch where the same ones do in a patch. */
type VisitRun = (image: number, patch: number, length: number) => void;

/** Goes through what each row of the window sees of a row of an image: channels lie together, so it is without a gap. */
function eachRun(window: SlidingWindow, n: number, visit: VisitRun): void {
  const { H, W, C, h, w, strideY, strideX, top, left, outH, outW } = window;
  let patch = 0;
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const y0 = oy * strideY - top;
      for (let ox = 0; ox < outW; ox++) {
        const x0 = ox * strideX - left;
        const [s0, s1] = [Math.max(0, -x0), Math.min(w, W - x0)];
        for (let y = y0; y < y0 + h; y++, patch += w * C) {
          if (y >= 0 && y < H) visit(((i * H + y) * W + x0 + s0) * C, patch + s0 * C, (s1 - s0) * C);
        }
      }
    }
  }
}
