import type { Floats } from "../kernels/index.ts";
import { createRandom } from "../random/random.ts";
import { chooseByName } from "../validation/parameters.ts";

/** How many inputs reach an output through one weight each, and how many outputs an input. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Fills the first `length` weights. */
type Initialiser = (weights: Floats, length: number, fans: Fans, seed: number) => void;

/**
 * Random weights that keep the size of the signals from layer to layer:
 *
 *     he       w ~ N(0, 2 / fanIn)                   (He et al., Delving Deep into Rectifiers, 2015) for relu and its kin
 *     glorot   w ~ U(−a, a), a² = 6 / (fanIn + fanOut)     (Glorot & Bengio, Understanding the Difficulty of Training Deep
 *              Feedforward Neural Networks, 2010; "Xavier") for the others
 */
const INITIALISERS = {
  he(weights, length, { fanIn }, seed) {
    const random = createRandom(seed);
    const deviation = Math.sqrt(2 / fanIn);
    for (let i = 0; i < length; i++) weights[i] = deviation * random.normal();
  },
  glorot(weights, length, { fanIn, fanOut }, seed) {
    const random = createRandom(seed);
    const a = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = 0; i < length; i++) weights[i] = a * (2 * random.next() - 1);
  },
} satisfies Record<string, Initialiser>;

export type InitialiserName = keyof typeof INITIALISERS;

/** @throws ParameterError when there is no such initialiser. */
export function chooseInitialiser(name: InitialiserName): Initialiser {
  return chooseByName(INITIALISERS, "initialiser", name);
}
