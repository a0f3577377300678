import { asIndex } from "../../tensor/as-index.ts";
import type { SlidingWindow } from "../image-kernels.ts";
import { checkMeanPool, checkMeanPoolGradient } from "../image-operands.ts";
import type { Floats } from "../kernels.ts";
import { eachPlace } from "./each-place.ts";

export function meanPool<T extends Floats>(window: SlidingWindow, X: T, Y: T): void {
  const n = checkMeanPool(window, X, Y);
  const C = asIndex(window.C);
  Y.fill(0);
  eachCell(window, n, (cell, output, share) => {
    for (let c = 0; c < C; c++) Y[output + c] += share * X[cell + c];
  });
}

export function meanPoolGradient<T extends Floats>(window: SlidingWindow, D: T, dX: T): void {
  const n = checkMeanPoolGradient(window, D, dX);
  const C = asIndex(window.C);
  dX.fill(0);
  eachCell(window, n, (cell, output, share) => {
    for (let c = 0; c < C; c++) dX[cell + c] += share * D[output + c];
  });
}

/** @param cell, output their C channels. @param share 1 / number of cells of the window that are in the image. */
type VisitCell = (cell: number, output: number, share: number) => void;

function eachCell(window: SlidingWindow, n: number, visit: VisitCell): void {
  const { W, C } = window;
  eachPlace(window, n, (from, nRows, nColumns, to) => {
    const share = 1 / (nRows * nColumns);
    for (let r = 0; r < nRows; r++) {
      for (let s = 0; s < nColumns; s++) visit(asIndex(from + (r * W + s) * C), asIndex(to), share);
    }
  });
}
