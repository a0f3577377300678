import { closest } from "./closest.ts";

/**
 * What an option goes by elsewhere, in scikit-learn, PyTorch or another class of ours → the names that it may have here, the most
 * likely first.
 */
const NAMES_HERE: Readonly<Record<string, readonly string[]>> = {
  activation: ["layers"],
  epochs: ["maxIter"],
  hiddenlayersizes: ["layers"],
  learningrateinit: ["learningRate", "eta0"],
  lr: ["learningRate", "eta0"],
  maxiter: ["epochs"],
  nepochs: ["epochs", "maxIter"],
  nestimators: ["maxIter"],
  niter: ["maxIter", "epochs"],
  optimizer: ["solver"],
  randomstate: ["seed"],
  solver: ["optimizer"],
};

/** Which of the known options a name that is none of them is likely to mean, if any: `max_iter` maxIter, where there is one. */
export function meantOption(name: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(name);
  const here = Object.hasOwn(NAMES_HERE, letters) ? NAMES_HERE[letters] : [];
  return (
    known.find((option) => lettersOf(option) === letters) ??
    here.find((option) => known.includes(option)) ??
    closest(name, known)
  );
}

const lettersOf = (name: string) => name.toLowerCase().replaceAll("_", "");
