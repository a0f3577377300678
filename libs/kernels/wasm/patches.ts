import { at, lanes } from "./lanes";
import { SlidingWindow } from "./sliding-window";

/** @param p the patches of n images: zeros, overwritten where the window sees an image. */
export function takePatches<T>(window: SlidingWindow, x: usize, n: i32, p: usize): void {
  eachCell<T>(window, x, n, p, true);
}

/** @param x n images of zeros, to which the patches are added. */
export function addPatches<T>(window: SlidingWindow, p: usize, n: i32, x: usize): void {
  eachCell<T>(window, x, n, p, false);
}

/**
 * Goes, for each row of the output, cell by cell through the window, and there from left to right through the places at which
 * the cell is in the image: the innermost loop is a long one also where there is but one channel.
 */
function eachCell<T>(window: SlidingWindow, x: usize, n: i32, p: usize, takes: bool): void {
  const H = window.H;
  const W = window.W;
  const C = window.C;
  const w = window.w;
  const k = window.h * w * C;
  const stride = window.strideX;
  const left = window.left;
  const step = lanes<T>();
  const whole = C - (C % step);
  for (let i = 0; i < n; i++) {
    for (let oy = 0; oy < window.outH; oy++) {
      const y0 = oy * window.strideY - window.top;
      const row = at<T>(p, (i * window.outH + oy) * window.outW * k);
      for (let r = max(0, -y0); r < min(window.h, H - y0); r++) {
        for (let s = 0; s < w; s++) {
          const first = max(0, (left - s + stride - 1) / stride);
          const count = min(window.outW, (W + left - s + stride - 1) / stride) - first;
          const image = at<T>(x, ((i * H + y0 + r) * W + first * stride + s - left) * C);
          const patch = at<T>(row, first * k + (r * w + s) * C);
          let c = 0;
          for (; c < whole; c += step) {
            if (takes) copyVectors<T>(at<T>(image, c), stride * C, at<T>(patch, c), k, count);
            else addVectors<T>(at<T>(patch, c), k, at<T>(image, c), stride * C, count);
          }
          for (; c < C; c++) {
            if (takes) copyNumbers<T>(at<T>(image, c), stride * C, at<T>(patch, c), k, count);
            else addNumbers<T>(at<T>(patch, c), k, at<T>(image, c), stride * C, count);
          }
        }
      }
    }
  }
}

/** @param fromStep, toStep from one of the n vectors to the next, in numbers. */
function copyVectors<T>(from: usize, fromStep: i32, to: usize, toStep: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    v128.store(to, v128.load(from));
    from = at<T>(from, fromStep);
    to = at<T>(to, toStep);
  }
}

function addVectors<T>(from: usize, fromStep: i32, to: usize, toStep: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    v128.store(to, v128.add<T>(v128.load(to), v128.load(from)));
    from = at<T>(from, fromStep);
    to = at<T>(to, toStep);
  }
}

function copyNumbers<T>(from: usize, fromStep: i32, to: usize, toStep: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<T>(to, load<T>(from));
    from = at<T>(from, fromStep);
    to = at<T>(to, toStep);
  }
}

function addNumbers<T>(from: usize, fromStep: i32, to: usize, toStep: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<T>(to, load<T>(to) + load<T>(from));
    from = at<T>(from, fromStep);
    to = at<T>(to, toStep);
  }
}
