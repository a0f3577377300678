export { inProcessPeers, type InProcessPeers } from "./in-process-peers.ts";
export { Mailbox } from "./mailbox.ts";
export { couldNotReach, outOfReach } from "./out-of-reach.ts";
export type { Peers } from "./peers.ts";
