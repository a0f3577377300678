import type { Floats } from "../kernels/index.ts";
import { asIndex } from "../tensor/as-index.ts";
import type { Window } from "./window.ts";

/**
 * Writes what the window sees of the images `first` … `first + count − 1` as rows of h · w · C numbers, one for each place of
 * the output; 0 where it looks beyond the image ("im2col": Chellapilla, Puri & Simard, High Performance Convolutional Neural
 * Networks for Document Processing, 2006). Channels lie together, so a row of the window is copied as one run.
 *
 * @param images n × H × W × C. @param patches (count · outH · outW) × (h · w · C), overwritten.
 */
export function takePatches(
  window: Window,
  images: Floats,
  first: number,
  count: number,
  patches: Floats,
): void {
  const { H, W, C, h, w, outH, outW } = window;
  const run = w * C;
  let to = 0;
  for (let i = first; i < first + count; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const y0 = oy * window.strideY - window.top;
      for (let ox = 0; ox < outW; ox++) {
        const x0 = ox * window.strideX - window.left;
        const isInside = x0 >= 0 && x0 + w <= W;
        for (let y = y0; y < y0 + h; y++, to += run) {
          const from = ((i * H + y) * W + x0) * C;
          if (y < 0 || y >= H) fill(patches, to, to + run);
          else if (isInside) copy(images, from, patches, to, run);
          else copyClipped(images, from, patches, to, run, Math.max(0, -x0) * C, Math.min(w, W - x0) * C);
        }
      }
    }
  }
}

/** Copies the numbers `[begin, end)` of a run, and writes 0 around them. */
function copyClipped(
  source: Floats,
  from: number,
  target: Floats,
  to: number,
  run: number,
  begin: number,
  end: number,
): void {
  fill(target, to, to + begin);
  copy(source, from + begin, target, to + begin, end - begin);
  fill(target, to + end, to + run);
}

/**
 * The transposed map: adds every patch to where it was taken from. What lay beyond the image is dropped.
 *
 * @param images ∂L/∂images, added to. @param patches ∂L/∂patches.
 */
export function addPatches(
  window: Window,
  patches: Floats,
  first: number,
  count: number,
  images: Floats,
): void {
  const { H, W, C, h, w, outH, outW } = window;
  const run = w * C;
  let at = 0;
  for (let i = first; i < first + count; i++) {
    for (let oy = 0; oy < outH; oy++) {
      const y0 = oy * window.strideY - window.top;
      for (let ox = 0; ox < outW; ox++) {
        const x0 = ox * window.strideX - window.left;
        const [from, until] = clip(x0, w, W);
        for (let y = y0; y < y0 + h; y++, at += run) {
          if (y < 0 || y >= H) continue;
          add(patches, at + from * C, images, ((i * H + y) * W + x0 + from) * C, (until - from) * C);
        }
      }
    }
  }
}

/** The columns of a window at x0 that lie in an image of width W: [from, until) of 0…w. */
export function clip(x0: number, w: number, W: number): [from: number, until: number] {
  return [Math.max(0, -x0), Math.min(w, W - x0)];
}

function copy(source: Floats, from: number, target: Floats, to: number, length: number): void {
  const [a, b] = [asIndex(from), asIndex(to)];
  for (let i = 0; i < length; i++) target[b + i] = source[a + i];
}

function add(source: Floats, from: number, target: Floats, to: number, length: number): void {
  const [a, b] = [asIndex(from), asIndex(to)];
  for (let i = 0; i < length; i++) target[b + i] += source[a + i];
}

function fill(target: Floats, from: number, to: number): void {
  for (let i = from; i < to; i++) target[i] = 0;
}
