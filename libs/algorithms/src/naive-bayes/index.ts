export { BernoulliNB, type BernoulliNBParameters } from "./bernoulli-nb.ts";
export { GaussianNB, type GaussianNBParameters } from "./gaussian-nb.ts";
export { MultinomialNB, type MultinomialNBParameters } from "./multinomial-nb.ts";
