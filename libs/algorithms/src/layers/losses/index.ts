export { binaryCrossEntropy } from "./binary-cross-entropy.ts";
export { chooseNetworkLoss } from "./choose-loss.ts";
export { crossEntropy } from "./cross-entropy.ts";
export type { BatchOptions, NetworkLoss } from "./network-loss.ts";
