export { LaunchError } from "./launch-error.ts";
export { runProject, runWorker, type RunProjectOptions } from "./project/run-project.ts";
export { run, type RunOptions } from "./run/run.ts";
export { withMaster } from "./run/with-master.ts";
export { loadUserModule } from "./user-module/load-user-module.ts";
