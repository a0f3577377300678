/** What the master's file in the benchmarks says and the bare loop does by hand. */
export const GRADIENT = { learningRate: 0.1, alpha: 1e-4 } as const;
export const LOCAL_EPOCHS = { epochs: 1, learningRate: 0.01, alpha: 1e-4 } as const;
export const TREE = { maxDepth: 5, maxLeafNodes: 15 } as const;
