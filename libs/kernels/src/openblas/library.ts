import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Floats } from "@chimera/algorithms";

/** The functions of CBLAS that we call. `order`, `transpose`: see `ROW_MAJOR` and the like. */
export interface Cblas {
  dot(n: number, x: Floats, xStep: number, y: Floats, yStep: number): number;
  axpy(n: number, a: number, x: Floats, xStep: number, y: Floats, yStep: number): void;
  gemv(
    order: number,
    transpose: number,
    m: number,
    n: number,
    alpha: number,
    A: Floats,
    lda: number,
    x: Floats,
    xStep: number,
    beta: number,
    y: Floats,
    yStep: number,
  ): void;
  gemm(
    order: number,
    transposeA: number,
    transposeB: number,
    m: number,
    n: number,
    k: number,
    alpha: number,
    A: Floats,
    lda: number,
    B: Floats,
    ldb: number,
    beta: number,
    C: Floats,
    ldc: number,
  ): void;
}

export const ROW_MAJOR = 101;
export const PLAIN = 111;
export const TRANSPOSED = 112;

/** OpenBLAS, opened in this process. */
export interface OpenBlasLibrary {
  /** The processor that it has kernels for, in its own words, e.g. `Haswell`. */
  readonly core: string;
  readonly float64: Cblas;
  readonly float32: Cblas;
}

/** Why there is no OpenBLAS, in a sentence for whoever forced it. */
export class NoOpenBlasError extends Error {
  override readonly name = "NoOpenBlasError";
}

/** Where systems keep it: Debian's and Fedora's names, Homebrew's, and that of the releases for Windows. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: [
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ],
  win32: ["libopenblas.dll"],
};

/** What is needed of the package koffi; tests replace it. */
export type Koffi = Pick<typeof import("koffi"), "load">;
type Opened = ReturnType<Koffi["load"]>;

/**
 * Opens the library, and keeps it to one thread.
 *
 * @throws NoOpenBlasError when koffi or the library is missing, or what bears its name is something else.
 */
export function openOpenBlas(koffi: Koffi = requireKoffi()): OpenBlasLibrary {
  const found = open(koffi);
  try {
    return opened(withFittingCore(koffi, found));
  } catch (error) {
    if (error instanceof NoOpenBlasError) throw error;
    throw new NoOpenBlasError(`the library of its name lacks what it should have (${reasonOf(error)})`);
  }
}

function opened(library: Opened): OpenBlasLibrary {
  (library.func("void openblas_set_num_threads(int)") as (n: number) => void)(1);
  return {
    core: coreOf(library),
    float64: cblasOf(library, "d", "double"),
    float32: cblasOf(library, "s", "float"),
  };
}

/** At run time and not at build time: the bundles leave it out, and a system without it computes without OpenBLAS. */
function requireKoffi(): Koffi {
  try {
    return createRequire(import.meta.url)("koffi") as Koffi;
  } catch {
    throw new NoOpenBlasError("the package koffi, which calls it, is not installed (npm install koffi)");
  }
}

/** How systems say that there is no such file; whatever else they say of a file, it is there. */
const MISSING = /no such file|not found|could not be found/iu;

function open(koffi: Koffi): Opened {
  const reasons: string[] = [];
  for (const file of FILES[process.platform] ?? []) {
    try {
      return koffi.load(file);
    } catch (error) {
      // The next name may be there.
      reasons.push(`${file}: ${reasonOf(error)}`);
    }
  }
  const broken = reasons.find((reason) => !MISSING.test(reason));
  if (broken !== undefined)
    throw new NoOpenBlasError(`the library is there, but cannot be loaded (${broken})`);
  throw new NoOpenBlasError("the library is not installed (Debian: apt-get install libopenblas0-pthread)");
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/u, "");
}

function coreOf(library: Opened): string {
  return (library.func("const char* openblas_get_corename()") as () => string)();
}

/** Cores that OpenBLAS falls back to on a processor newer than itself, by the instructions that the processor has. */
const GENERIC_CORES = ["Prescott", "Core2", "Generic"];

/**
 * Opened once more with a better core, where the library does not know the processor: 0.3.21, which is Debian 12's, takes
 * instructions of 2004 on one of 2023, and a fifth of its speed. `OPENBLAS_CORETYPE`, when it is set, is left alone.
 */
function withFittingCore(koffi: Koffi, library: Opened): Opened {
  if (process.env.OPENBLAS_CORETYPE || !GENERIC_CORES.includes(coreOf(library))) return library;
  const core = coreFor(processorFlags());
  if (core === undefined) return library;
  library.unload();
  // Node writes it to the environment of the process, where the library looks when it is opened.
  process.env.OPENBLAS_CORETYPE = core;
  return open(koffi);
}

/** @param flags of the processor, as Linux names them. */
export function coreFor(flags: ReadonlySet<string>): string | undefined {
  if (["avx512f", "avx512dq", "avx512bw", "avx512vl"].every((flag) => flags.has(flag))) return "SkylakeX";
  return ["avx2", "fma"].every((flag) => flags.has(flag)) ? "Haswell" : undefined;
}

function processorFlags(): Set<string> {
  try {
    const [, flags = ""] = /^flags\s*: (.*)$/mu.exec(readFileSync("/proc/cpuinfo", "utf8")) ?? [];
    return new Set(flags.split(" "));
  } catch {
    return new Set();
  }
}

function cblasOf(library: Opened, prefix: "d" | "s", real: "double" | "float"): Cblas {
  const int = "int";
  const define = (result: string, name: string, ...types: string[]): unknown =>
    library.func(`cblas_${prefix}${name}`, result, types);
  const pointer = "void *";
  return {
    dot: define(real, "dot", int, pointer, int, pointer, int),
    axpy: define("void", "axpy", int, real, pointer, int, pointer, int),
    gemv: define("void", "gemv", int, int, int, int, real, pointer, int, pointer, int, real, pointer, int),
    gemm: define(
      "void",
      "gemm",
      ...[int, int, int, int, int, int, real, pointer, int, pointer, int, real, pointer, int],
    ),
  } as Cblas;
}
