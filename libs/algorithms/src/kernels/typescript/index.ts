import type { Kernels } from "../kernels.ts";
import { gemm } from "./gemm.ts";
import { gemv, gemvTransposed } from "./gemv.ts";
import { addToHistograms } from "./histograms.ts";
import { maxPool, maxPoolGradient } from "./max-pool.ts";
import { meanPool, meanPoolGradient } from "./mean-pool.ts";
import { addPatches, takePatches } from "./patches.ts";
import { addToRows, rectifyGradient, rectifyRows } from "./rectifier.ts";
import { sgdSweep } from "./sgd-sweep.ts";
import { softmaxRows } from "./softmax-rows.ts";
import { squaredDistances } from "./squared-distances.ts";
import { axpy, dot } from "./vectors.ts";

/** The reference: what the other kernels are tested against, and what computes where there are none. */
export const typescriptKernels: Kernels = {
  name: "typescript",
  allocateFloat64: (length) => new Float64Array(length),
  allocateFloat32: (length) => new Float32Array(length),
  allocateInt32: (length) => new Int32Array(length),
  allocateUint8: (length) => new Uint8Array(length),
  dot,
  axpy,
  gemv,
  gemvTransposed,
  gemm,
  addToRows,
  rectifyRows,
  rectifyGradient,
  takePatches,
  addPatches,
  maxPool,
  maxPoolGradient,
  meanPool,
  meanPoolGradient,
  softmaxRows,
  squaredDistances,
  sgdSweep,
  addToHistograms,
};
