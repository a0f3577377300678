/** The kernels were asked for more memory than they may take, or than there is. */
export class KernelMemoryError extends Error {
  override readonly name = "KernelMemoryError";

  constructor(bytes: number, most: number) {
    super(
      `Expected at most ${megabytes(most)} MB of memory for the kernels at once, got a need of ${megabytes(bytes)} MB: ` +
        "give fewer rows at once or make the model smaller, or compute without WebAssembly (CHIMERA_KERNELS=ts).",
    );
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
