import type { ContractCase } from "./contract-case.ts";

/** Of `MLPClassifier` and `MLPRegressor`. */
export const MLP_CASE: ContractCase = {
  parameters: [
    {},
    { hiddenLayerSizes: [5, 3], solver: "sgd", activation: "tanh", learningRate: "adaptive", maxIter: 30 },
    { hiddenLayerSizes: 4, solver: "lbfgs", activation: "logistic", maxIter: 30 },
    { hiddenLayerSizes: [], earlyStopping: true, batchSize: 16, shuffle: false },
  ],
  refused: [
    [{ hiddenLayerSizes: [4, 0] }, /an integer ≥ 1 or a list/],
    [{ activation: "rleu" }, /be one of identity, relu, .*unknown symbol rleu/],
    [{ solver: "newton" }, /be one of adam, sgd, lbfgs/],
    [{ alpha: -1 }, /a finite number ≥ 0/],
    [{ batchSize: 0 }, /"auto" or an integer ≥ 1/],
    [{ learningRate: "optimal" }, /be one of constant, invscaling, adaptive/],
    [{ learningRateInit: 0 }, /a finite number > 0/],
    [{ powerT: NaN }, /a finite number/],
    [{ maxIter: 0 }, /an integer ≥ 1/],
    [{ shuffle: 1 }, /true or false/],
    [{ tol: -1 }, /a finite number ≥ 0/],
    [{ momentum: 1 }, /≥ 0 and below 1/],
    [{ beta1: 1 }, /≥ 0 and below 1/],
    [{ epsilon: 0 }, /a finite number > 0/],
    [{ validationFraction: 1 }, /above 0 and below 1/],
    [{ nIterNoChange: 0 }, /an integer ≥ 1/],
    [{ dtype: "float16" }, /one of float32, float64/],
    [{ dtype: "float32", solver: "lbfgs" }, /be float64 for lbfgs/],
    [{ seed: NaN }, /a finite number/],
  ],
};
