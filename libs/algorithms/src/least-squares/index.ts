export { ElasticNet, type ElasticNetParameters } from "./elastic-net.ts";
export { Lasso, type LassoParameters } from "./lasso.ts";
export { LinearRegression, type LinearRegressionParameters } from "./linear-regression.ts";
export { Ridge, type RidgeParameters } from "./ridge.ts";
