/** Name of the numeric kernel that computes here. Nodes report it, because it decides the last bits of every result. */
export const KERNEL = "typescript";
