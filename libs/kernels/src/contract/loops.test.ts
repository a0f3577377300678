import {
  createLoss,
  lossNames,
  typescriptKernels,
  type Kernels,
  type PointwiseLoss,
  type SGDSweep,
} from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends } from "./backends.ts";
import { bound, element, fill, maker, memory, outside, part, roundoffOf, size } from "./operands.ts";

fc.configureGlobal({ seed: 20_261_125 });

const pad = fc.constantFrom(0, 1, 3);

/** The menu's losses of one score, and one of a user's own. */
const LOSSES: PointwiseLoss[] = [...new Set([...lossNames("classifier"), ...lossNames("regressor")])].flatMap(
  (name) => {
    const loss = createLoss(name, { epsilon: 0.3 });
    return loss.kind === "pointwise" ? [loss.pointwise] : [];
  },
);
LOSSES.push({ ...createdSquaredError(), name: "of-ones-own" });

function createdSquaredError(): PointwiseLoss {
  const loss = createLoss("squared_error");
  if (loss.kind !== "pointwise") throw new Error("Expected a pointwise loss.");
  return loss.pointwise;
}

describe.each((await backends()).map((kernels) => [kernels.name, kernels] as const))("%s", (_, kernels) => {
  test("rows of softmax sum to 1, and keep their neighbours", () => {
    fc.assert(
      fc.property(size, size, pad, memory, (m, n, pad, where) => {
        const Z = part(maker(kernels, where), m, n, pad, 9);
        Z.data.forEach((value, i) => (Z.data[i] = 40 * value));
        const before = { ...Z, data: Z.data.slice() };
        kernels.softmaxRows(Z);
        expect(outside(Z)).toEqual(outside(before));
        const u = roundoffOf(Z.data);
        for (let i = 0; i < m; i++) {
          const row = Array.from({ length: n }, (_, j) => element(before, i, j));
          const largest = Math.max(...row);
          const powers = row.map((z) => Math.exp(z - largest));
          const total = powers.reduce((sum, power) => sum + power, 0);
          // z − max z carries a rounding of |z| u into the exponent.
          powers.forEach((power, j) => {
            expect(Math.abs(element(Z, i, j) - power / total)).toBeLessThanOrEqual(
              bound(n + 200, power / total, u),
            );
          });
        }
      }),
    );
  });

  test("a row of softmax with values that are not finite", () => {
    for (const make of [maker(kernels, "float64"), maker(kernels, "float32")]) {
      const Z = { ...part(make, 4, 3, 0, 1), data: make(12) };
      Z.data.set([0, NaN, 1, 0, Infinity, 1, -Infinity, 0, 0, -1e6, 0, 1e-3]);
      const expected = { ...Z, data: Z.data.slice() };
      kernels.softmaxRows(Z);
      typescriptKernels.softmaxRows(expected);
      Z.data.forEach((value, i) => {
        if (Number.isNaN(expected.data[i])) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(expected.data[i], 6);
      });
      expect(Z.data[6]).toBe(0);
      expect(Z.data[1]).toBeNaN();
    }
  });

  test("squared distances, by differences", () => {
    fc.assert(
      fc.property(size, size, size, pad, memory, (m, l, n, pad, where) => {
        const make = maker(kernels, where);
        const [A, B, D] = [part(make, m, n, pad, 1), part(make, l, n, pad, 2), part(make, m, l, pad, 3)];
        const before = { ...D, data: D.data.slice() };
        kernels.squaredDistances(A, B, D);
        expect(outside(D)).toEqual(outside(before));
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < l; j++) {
            const terms = Array.from({ length: n }, (_, k) => (element(A, i, k) - element(B, j, k)) ** 2);
            const sum = terms.reduce((total, term) => total + term, 0);
            expect(Math.abs(element(D, i, j) - sum)).toBeLessThanOrEqual(
              bound(n + 4, sum, roundoffOf(D.data)),
            );
          }
        }
      }),
    );
  });

  test("near rows far from 0 keep the digits of their distance; equal ones are 0 apart", () => {
    const make = (n: number) => new Float64Array(n);
    const A = { ...part(make, 1, 2, 0, 1), data: Float64Array.of(1e8, 1) };
    const B = { ...part(make, 2, 2, 0, 1), data: Float64Array.of(1e8 + 1e-4, 1, 1e8, 1) };
    const D = { ...part(make, 1, 2, 0, 1), data: make(2) };
    kernels.squaredDistances(A, B, D);
    expect(D.data[0]).toBe((1e8 + 1e-4 - 1e8) ** 2);
    expect(D.data[1]).toBe(0);
  });

  test.each(LOSSES.map((loss) => [loss.name, loss] as const))(
    "SGD by %s takes the reference's steps",
    (_, loss) => {
      for (const [where, d, size] of [
        ["float64", 5, 700],
        ["own float64", 21, 700],
        ["own float64", 1, 3],
        ["float64", 2, 1],
      ] as const) {
        const got = sweepOf(kernels, kernels, where, loss, d, size);
        const expected = sweepOf(typescriptKernels, kernels, where, loss, d, size);
        expect(Math.abs(got.sum - expected.sum)).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(expected.sum)));
        got.parameters.forEach((value, j) => {
          expect(Math.abs(value - expected.parameters[j])).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(value)));
        });
      }
    },
  );

  test("SGD takes the same steps wherever the rows lie", () => {
    const [loss] = LOSSES;
    expect(sweepOf(kernels, kernels, "own float64", loss, 21, 600)).toEqual(
      sweepOf(kernels, kernels, "float64", loss, 21, 600),
    );
  });

  test("SGD with very large scores, with NaN, and with nothing to do", () => {
    const [loss] = LOSSES;
    expect(sweepOf(kernels, kernels, "own float64", loss, 3, 0).sum).toBe(0);
    const far = sweepOf(kernels, kernels, "own float64", loss, 3, 9, (x) => x.fill(1e6, 0, 3));
    expect(far.parameters.every(Number.isFinite)).toBe(true);
    const bad = sweepOf(kernels, kernels, "own float64", loss, 3, 9, (x) => (x[4] = NaN));
    expect(bad.parameters[1]).toBeNaN();
    expect(bad.sum).toBeNaN();
  });

  test.each(["uint8", "int32"] as const)("histograms of %s codes", (type) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 5 }), (n, d) => {
        const codes = type === "uint8" ? kernels.allocateUint8(n * d) : kernels.allocateInt32(n * d);
        for (let i = 0; i < n * d; i++) codes[i] = (i * 7) % 4;
        const rows = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
        const slots = Int32Array.from({ length: n }, (_, i) => i % 3);
        const weights = Float64Array.from({ length: n }, (_, i) => i + 1);
        const first = Int32Array.from({ length: d }, (_, j) => j * 12);
        const histogram = new Float64Array(12 * d);
        const [start, end] = [Math.min(1, n), n];
        kernels.addToHistograms({ histogram, first, width: 3, codes, rows, start, end, slots, weights });
        const expected = new Float64Array(12 * d);
        for (const i of rows.subarray(start, end)) {
          for (let j = 0; j < d; j++) expected[12 * j + 3 * codes[i * d + j] + slots[i]] += weights[i];
        }
        expect(histogram).toEqual(expected);
      }),
    );
  });
});

/** A sweep of `size` rows in another order than they lie, and what it leaves. */
function sweepOf(
  by: Kernels,
  owner: Kernels,
  where: string,
  loss: PointwiseLoss,
  d: number,
  size: number,
  change: (x: Float64Array) => void = () => undefined,
): { sum: number; parameters: number[] } {
  const x = fill(maker(owner, where)((size + 1) * d), 1) as Float64Array;
  change(x);
  const isOfClasses = ["log_loss", "hinge", "squared_hinge", "modified_huber", "perceptron"].includes(
    loss.name,
  );
  const targets = fill(new Float64Array(size), 2).map((value) =>
    isOfClasses ? Math.sign(value) : loss.name === "poisson" ? Math.abs(value) : value,
  );
  const sweep: SGDSweep = {
    loss,
    x,
    d,
    order: Int32Array.from({ length: size + 2 }, (_, i) => (i * 3) % (size + 1)),
    start: 2,
    size,
    targets: targets as Float64Array,
    rates: Float64Array.from({ length: size }, (_, i) => 0.05 / (1 + i / 100)),
    factors: Float64Array.from({ length: size }, (_, i) => 1 + (i % 3) / 2),
    l2: 0.01,
    fitIntercept: true,
    w: fill(new Float64Array(d), 3) as Float64Array,
    bias: new Float64Array(1),
  };
  const sum = by.sgdSweep(sweep);
  return { sum, parameters: [...sweep.w, sweep.bias[0]] };
}
