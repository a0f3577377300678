export { allReduceSum, type AllReduceOptions } from "./all-reduce.ts";
