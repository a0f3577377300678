import { typescriptKernels, type Kernels, type Strided } from "@chimera/algorithms";
import { loadOpenBlasKernels } from "./openblas/index.ts";
import { loadWasmKernels } from "./wasm/index.ts";

/** `auto`, or the ones that are to be used and no others. */
export type WantedKernels = "auto" | "ts" | "wasm" | "openblas";

/** The kernels of a process, and why it has them, in a sentence for its log. */
export interface KernelChoice {
  readonly kernels: Kernels;
  readonly reason: string;
}

/** The kernels that were asked for are not to be had. */
export class KernelChoiceError extends Error {
  override readonly name = "KernelChoiceError";

  constructor(wanted: WantedKernels, reason: string) {
    super(
      `Expected the kernels that CHIMERA_KERNELS=${wanted} asks for, but ${reason}: ` +
        "install what is missing or broken, or unset CHIMERA_KERNELS to compute with what is there.",
    );
  }
}

/** How each backend is opened; tests replace it. */
export interface KernelLoaders {
  wasm(): Promise<Kernels>;
  openblas(beneath: Kernels): Kernels;
}

const LOADERS: KernelLoaders = { wasm: () => loadWasmKernels(), openblas: loadOpenBlasKernels };

/**
 * The kernels for this process: OpenBLAS for products, where the system has it, WebAssembly for the rest and for the
 * memory, and TypeScript where there is neither and where a call costs more than it computes. What is missing is done
 * without; only what is asked for by name must be there.
 *
 * @throws KernelChoiceError when what `wanted` names cannot be loaded.
 */
export async function chooseKernels(
  wanted: WantedKernels = "auto",
  loaders: KernelLoaders = LOADERS,
): Promise<KernelChoice> {
  if (wanted === "ts") return { kernels: typescriptKernels, reason: "CHIMERA_KERNELS=ts asks for it" };
  const wasm = await attempt(() => loaders.wasm());
  if (wanted === "wasm") {
    if ("fault" in wasm) throw new KernelChoiceError(wanted, `this runtime cannot load them (${wasm.fault})`);
    return { kernels: wasm.value, reason: "CHIMERA_KERNELS=wasm asks for it" };
  }
  const beneath = "fault" in wasm ? typescriptKernels : wasm.value;
  const openblas = await attempt(() => loaders.openblas(beneath));
  if (wanted === "openblas") {
    if ("fault" in openblas) throw new KernelChoiceError(wanted, openblas.fault);
    return { kernels: named(openblas.value, beneath), reason: "CHIMERA_KERNELS=openblas asks for it" };
  }
  if ("fault" in openblas)
    return { kernels: withSmall(beneath), reason: `OpenBLAS is left out: ${openblas.fault}` };
  return { kernels: withSmall(named(openblas.value, beneath)), reason: "OpenBLAS was found" };
}

async function attempt<T>(load: () => T | Promise<T>): Promise<{ value: T } | { fault: string }> {
  try {
    return { value: await load() };
  } catch (error) {
    if (error instanceof Error) return { fault: error.message };
    throw error;
  }
}

/** Both names, for what is not a product is computed beneath. */
function named(kernels: Kernels, beneath: Kernels): Kernels {
  return { ...kernels, name: `${kernels.name}+${beneath.name}` };
}

/** Products of a matrix with so few elements, and passes over it, are sooner done than handed over: half a microsecond is a thousand cycles. */
const SMALL = 64;
/** Rows of softmax with so few values are sooner done in place than copied to whole vectors. */
const SMALL_ROW = 8;

/** The way is chosen by the size alone, so that the same product has the same bits every time. */
function withSmall(kernels: Kernels): Kernels {
  const { gemv, gemvTransposed, softmaxRows, addToRows, rectifyRows, rectifyGradient } = typescriptKernels;
  return {
    ...kernels,
    gemv: (alpha, A, x, beta, y) => (isSmall(A) ? gemv : kernels.gemv)(alpha, A, x, beta, y),
    gemvTransposed: (alpha, A, x, beta, y) =>
      (isSmall(A) ? gemvTransposed : kernels.gemvTransposed)(alpha, A, x, beta, y),
    addToRows: (Z, b) => (isSmall(Z) ? addToRows : kernels.addToRows)(Z, b),
    rectifyRows: (Z, b) => (isSmall(Z) ? rectifyRows : kernels.rectifyRows)(Z, b),
    rectifyGradient: (y, g) => (y.length <= SMALL ? rectifyGradient : kernels.rectifyGradient)(y, g),
    softmaxRows: (Z) => (Z.nColumns <= SMALL_ROW ? softmaxRows : kernels.softmaxRows)(Z),
  };
}

function isSmall({ nRows, nColumns }: Strided): boolean {
  return nRows * nColumns <= SMALL;
}
