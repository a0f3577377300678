export { LinearSVC, type LinearSVCParameters } from "./linear-svc.ts";
