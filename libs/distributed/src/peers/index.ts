export { inProcessPeers, type InProcessPeers } from "./in-process-peers.ts";
export { Mailbox } from "./mailbox.ts";
export type { Peers } from "./peers.ts";
