export { minimise, type Minimum, type MinimiseOptions, type Objective } from "./lbfgs.ts";
