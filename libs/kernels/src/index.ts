export { chooseKernels } from "./choose-kernels.ts";
