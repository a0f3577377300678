export { environmentTable, type VariableRow } from "./environment-table.ts";
export { ConfigError, type Fault, type Source } from "./faults.ts";
export { hostNameFault } from "./fields.ts";
export { loadConfig, type ChimeraConfig, type LoadConfigOptions, type NetworkConfig } from "./load-config.ts";
export { loadWorkerConfig, type WorkerConfig } from "./load-worker-config.ts";
export type { Environment } from "./sources.ts";
export type { WorkerEntry } from "./workers.ts";
