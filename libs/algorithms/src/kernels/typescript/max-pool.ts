import { asIndex } from "../../tensor/as-index.ts";
import type { SlidingWindow } from "../image-kernels.ts";
import { checkMaxPool, checkMaxPoolGradient } from "../image-operands.ts";
import type { Floats } from "../kernels.ts";
import { eachPlace } from "./each-place.ts";

export function maxPool<T extends Floats>(window: SlidingWindow, X: T, Y: T, places: Int32Array): void {
  const n = checkMaxPool(window, X, Y, places);
  const { W, C } = window;
  eachPlace(window, n, (from, nRows, nColumns, to) => {
    for (let c = 0; c < C; c++) {
      const place = placeOfLargest(X, from + c, nRows, W * C, nColumns, C);
      places[to + c] = place;
      Y[to + c] = X[place];
    }
  });
}

/** Of the numbers at `first + r · row + s · column`. Without a branch, which no one could predict. */
function placeOfLargest(
  X: Floats,
  first: number,
  nRows: number,
  row: number,
  nColumns: number,
  column: number,
): number {
  let place = asIndex(first);
  for (let r = 0; r < nRows; r++) {
    for (let s = 0; s < nColumns; s++) {
      const at = asIndex(first + r * row + s * column);
      const isLarger = Number(!(X[at] <= X[place])) & Number(X[place] === X[place]);
      place += -isLarger & (at - place);
    }
  }
  return place;
}

export function maxPoolGradient<T extends Floats>(
  window: SlidingWindow,
  D: T,
  places: Int32Array,
  dX: T,
): void {
  checkMaxPoolGradient(window, D, places, dX);
  dX.fill(0);
  for (let i = 0; i < D.length; i++) dX[asIndex(places[i])] += D[i];
}
