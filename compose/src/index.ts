export { composeFile } from "./compose-file.ts";
export type { ComposeFileOptions } from "./compose-file.ts";
export { composeTarget } from "./compose-target.ts";
export type { ComposeTarget } from "./compose-target.ts";
export { composeCommand } from "./compose-command.ts";
export type { ComposeCommandOptions } from "./compose-command.ts";
