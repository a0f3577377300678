/** An IPv4 subnet; addresses are numbers 0…2³²−1. */
export interface Subnet {
  /** The first address, whose host bits are 0. */
  readonly network: number;
  readonly maskBits: number;
  /** Number of addresses, network and broadcast included: 2^(32 − maskBits). */
  readonly size: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/u;

/** The address that a prefix of 1 to 4 octets begins (`192.168.10` → 192.168.10.0); undefined when it is none. */
export function parsePrefix(prefix: string): number | undefined {
  const octets = prefix.split(".");
  if (octets.length > 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255))
    return undefined;
  const padded = [...octets.map(Number), 0, 0, 0].slice(0, 4);
  return padded.reduce((address, octet) => address * 256 + octet, 0);
}

/** The subnet with `maskBits` (0…32) that contains `address`. */
export function subnetOf(address: number, maskBits: number): Subnet {
  const size = 2 ** (32 - maskBits);
  return { network: address - (address % size), maskBits, size };
}

/** `3232238081` → `192.168.10.1`. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Addresses that are no worker's: network, gateway, master and broadcast. */
const NOT_FOR_WORKERS = 4;

/** Why `nWorkers` do not fit into a subnet with this mask; undefined when they do. */
export function roomFault(maskBits: number, nWorkers: number): string | undefined {
  const size = 2 ** (32 - maskBits);
  const needed = nWorkers + NOT_FOR_WORKERS;
  if (maskBits === 0) return "the container engine refuses /0, the whole address space";
  if (maskBits === 31) return "the container engine refuses /31, which has no room for a gateway and hosts";
  if (size >= needed) return undefined;
  const parts = `network, gateway, ${nWorkers} worker${nWorkers === 1 ? "" : "s"}, master and broadcast`;
  return `/${maskBits} has ${size} address${size === 1 ? "" : "es"}, ${needed} are needed (${parts})`;
}

/** The longest mask with room for `nWorkers`. */
export function longestMaskFor(nWorkers: number): number {
  return 32 - Math.ceil(Math.log2(nWorkers + NOT_FOR_WORKERS));
}
