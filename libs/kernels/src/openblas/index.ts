export { loadOpenBlasKernels } from "./load.ts";
export { coreFor, NoOpenBlasError } from "./library.ts";
