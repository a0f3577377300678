import { strided, type Floats } from "../kernels/index.ts";
import { addWeightGradient, inputGradient, multiply, type Affine } from "./affine.ts";
import { loweringOf } from "./lowering.ts";
import { copyRun } from "./runs.ts";
import type { Window } from "./window.ts";

type Take = (length: number) => Floats;

/** The products of a convolution of n images X by the filters K. */
export interface Convolution {
  /** @param Z n × outH × outW × m, overwritten. */
  forward(theta: Floats, X: Floats, n: number, Z: Floats, take: Take): void;
  /** @param D ∂L/∂Z. @param gradient ∂L/∂K is added to it. @param dX ∂L/∂X is written to it; `null` when nobody needs it. */
  backward(
    theta: Floats,
    X: Floats,
    n: number,
    D: Floats,
    gradient: Floats,
    dX: Floats | null,
    take: Take,
  ): void;
}

export function convolutionOf(window: Window, affine: Affine): Convolution {
  return isPointwise(window) ? pointwise(window, affine) : lowered(window, affine);
}

function isPointwise({ h, w, strideY, strideX, top, left }: Window): boolean {
  return h === 1 && w === 1 && strideY === 1 && strideX === 1 && top === 0 && left === 0;
}

/** What filters of 1 × 1 see are the images themselves. */
function pointwise({ outH, outW }: Window, affine: Affine): Convolution {
  const { k, m } = affine;
  const rows = (data: Floats, n: number, width: number) => strided(data, n * outH * outW, width);
  return {
    forward: (theta, X, n, Z) => multiply(affine, theta, rows(X, n, k), rows(Z, n, m)),
    backward(theta, X, n, D, gradient, dX) {
      addWeightGradient(affine, rows(X, n, k), rows(D, n, m), gradient);
      if (dX !== null) inputGradient(affine, theta, rows(D, n, m), 0, rows(dX, n, k));
    },
  };
}

/** Numbers that are held at a time, of lowered images and of their outputs: 1 MB of float32, for a second-level cache. */
const BLOCK_VALUES = 2 ** 18;

/**
 * Z[y] = seen(y) K for each row y of the output, of some images at a time (see `Lowering`). That makes outputs row by row, and
 * of a row image by image: they are moved to their images, which is little beside the products.
 *
 *     ∂L/∂K = Σ_y seen(y)ᵀ D[y]        ∂L/∂seen(y) = D[y] Kᵀ
 */
function lowered(window: Window, affine: Affine): Convolution {
  const { outH, outW } = window;
  const { m } = affine;
  const { size, lower, raise, seen } = loweringOf(window);
  const outputs = outH * outW * m;
  const most = Math.max(1, Math.floor(BLOCK_VALUES / (size + outputs)));

  const eachBlock = (n: number, visit: (first: number, count: number) => void) => {
    for (let first = 0; first < n; first += most) visit(first, Math.min(most, n - first));
  };
  const memory = (n: number, take: Take) => [size, outputs].map((length) => take(length * Math.min(n, most)));
  const eachRow = (visit: (y: number) => void) => {
    for (let y = 0; y < outH; y++) visit(y);
  };
  /** Row y of the outputs of all images of a block. */
  const row = (block: Floats, count: number, y: number) =>
    strided(block, count * outW, m, y * count * outW * m);
  /** Where row y of image i begins in a block. */
  const eachOutputRow = (first: number, count: number, visit: (at: number, inBlock: number) => void) => {
    for (let i = 0; i < count; i++)
      eachRow((y) => visit(((first + i) * outH + y) * outW * m, (y * count + i) * outW * m));
  };

  return {
    forward(theta, X, n, Z, take) {
      const [low, block] = memory(n, take);
      eachBlock(n, (first, count) => {
        lower(X, first, count, low);
        eachRow((y) => multiply(affine, theta, seen(low, count, y), row(block, count, y)));
        eachOutputRow(first, count, (at, inBlock) => copyRun(block, inBlock, Z, at, outW * m));
      });
    },
    backward(theta, X, n, D, gradient, dX, take) {
      const [low, block] = memory(n, take);
      dX?.fill(0);
      eachBlock(n, (first, count) => {
        eachOutputRow(first, count, (at, inBlock) => copyRun(D, at, block, inBlock, outW * m));
        lower(X, first, count, low);
        eachRow((y) => addWeightGradient(affine, seen(low, count, y), row(block, count, y), gradient));
        if (dX === null) return;
        low.fill(0);
        eachRow((y) => inputGradient(affine, theta, row(block, count, y), 1, seen(low, count, y)));
        raise(low, first, count, dX);
      });
    },
  };
}
