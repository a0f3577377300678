import { useKernels, withBlockedGemm } from "@chimera/algorithms";
import { chooseKernels } from "../choose-kernels.ts";

/** A setup of vitest: the tests that follow compute with what a node of this machine would compute with. */
const { kernels } = await chooseKernels();
useKernels(withBlockedGemm(kernels));
