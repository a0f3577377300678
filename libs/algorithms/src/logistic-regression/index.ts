export { LogisticRegression, type LogisticRegressionParameters } from "./logistic-regression.ts";
