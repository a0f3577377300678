import { kernels, strided, type Floats, type SlidingWindow, type Strided } from "../kernels/index.ts";
import { addWeightGradient, inputGradient, multiply, type Affine } from "./affine.ts";

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

export function convolutionOf(window: SlidingWindow, affine: Affine): Convolution {
  return isPointwise(window) ? pointwise(window, affine) : byPatches(window, affine);
}

function isPointwise({ h, w, strideY, strideX, top, left }: SlidingWindow): boolean {
  return h === 1 && w === 1 && strideY === 1 && strideX === 1 && top === 0 && left === 0;
}

/** What filters of 1 × 1 see are the images themselves. */
function pointwise({ outH, outW }: SlidingWindow, affine: Affine): Convolution {
  const { k, m } = affine;
  const rows = (data: Floats, n: number, width: number) => strided(data, n * outH * outW, width);
  return {
    forward: (theta, X, n, Z) => multiply(affine, theta, rows(X, n, k), rows(Z, n, m)),
    backward(theta, X, n, D, gradient, dX) {
      addWeightGradient(affine, rows(X, n, k), rows(D, n, m), gradient);
      if (dX !== null) inputGradient(affine, theta, rows(D, n, m), rows(dX, n, k));
    },
  };
}

/** Numbers of patches that are held at a time: 1 MB of float32, which a second-level cache holds. */
const BLOCK_VALUES = 2 ** 18;

/**
 * The patches that the window sees are the rows of one product with the filters as columns, as a batch is of a dense layer:
 *
 *     Z = P K        ∂L/∂K = Pᵀ D        ∂L/∂P = D Kᵀ
 *
 * They are h w / stride² times as many numbers as the images, so they are made for some images at a time, in the same memory,
 * and made again on the way back.
 */
function byPatches(window: SlidingWindow, affine: Affine): Convolution {
  const { H, W, C, outH, outW } = window;
  const { k, m } = affine;
  const places = outH * outW;
  const most = Math.max(1, Math.floor(BLOCK_VALUES / (places * k)));

  function eachBlock(n: number, take: Take, visit: (block: Block) => void): void {
    const patches = take(Math.min(n, most) * places * k);
    for (let first = 0; first < n; first += most) {
      const count = Math.min(most, n - first);
      visit({
        P: strided(patches.subarray(0, count * places * k), count * places, k),
        imagesOf: (X) => X.subarray(first * H * W * C, (first + count) * H * W * C),
        rowsOf: (Z) => strided(Z, count * places, m, first * places * m),
      });
    }
  }

  return {
    forward(theta, X, n, Z, take) {
      eachBlock(n, take, ({ P, imagesOf, rowsOf }) => {
        kernels().takePatches(window, imagesOf(X), P.data);
        multiply(affine, theta, P, rowsOf(Z));
      });
    },
    backward(theta, X, n, D, gradient, dX, take) {
      eachBlock(n, take, ({ P, imagesOf, rowsOf }) => {
        kernels().takePatches(window, imagesOf(X), P.data);
        addWeightGradient(affine, P, rowsOf(D), gradient);
        if (dX === null) return;
        inputGradient(affine, theta, rowsOf(D), P);
        kernels().addPatches(window, P.data, imagesOf(dX));
      });
    },
  };
}

/** Some images. */
interface Block {
  /** Memory for their patches, or for gradients of these, as rows. */
  readonly P: Strided;
  /** Their part of all images, or of gradients of these. */
  imagesOf(X: Floats): Floats;
  /** Their part of all outputs, or of gradients of these, as rows. */
  rowsOf(Z: Floats): Strided;
}
