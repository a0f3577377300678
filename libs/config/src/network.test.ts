import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, longestMaskFor, parsePrefix, roomFault, subnetOf } from "./network.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

describe("parsePrefix", () => {
  it.each(["", ".", "192.168.10.", "256", "01", "1.2.3.4.5", "-1", "1e1", "a.b", "１", " 10", "0x10"])(
    "refuses %j",
    (prefix) => {
      expect(parsePrefix(prefix)).toBeUndefined();
    },
  );

  it("pads with zeros", () => {
    expect(["192.168.10", "10", "172.16.0.0"].map((prefix) => formatAddress(parsePrefix(prefix)!))).toEqual([
      "192.168.10.0",
      "10.0.0.0",
      "172.16.0.0",
    ]);
  });

  it("reads every full address back", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(formatAddress(parsePrefix(address)!)).toBe(address);
      }),
    );
  });
});

describe("subnetOf", () => {
  it("is what masking the bits gives", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 }), (address, maskBits) => {
        const mask = maskBits === 0 ? 0n : (0xffffffffn << BigInt(32 - maskBits)) & 0xffffffffn;
        expect(BigInt(subnetOf(address, maskBits).network)).toBe(BigInt(address) & mask);
      }),
    );
  });
});

describe("roomFault", () => {
  it("counts network, gateway, workers, master and broadcast", () => {
    expect(roomFault(29, 4)).toBeUndefined();
    expect(roomFault(29, 5)).toBe(
      "/29 has 8 addresses, 9 are needed (network, gateway, 5 workers, master and broadcast)",
    );
    expect(roomFault(32, 1)).toContain("/32 has 1 address, 5 are needed");
  });

  it("says why the engine's masks are refused", () => {
    expect(roomFault(0, 1)).toContain("refuses /0");
    expect(roomFault(31, 1)).toContain("refuses /31");
  });

  it("agrees with the longest mask", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (nWorkers) => {
        const longest = longestMaskFor(nWorkers);
        expect(roomFault(longest, nWorkers)).toBeUndefined();
        expect(roomFault(longest + 1, nWorkers)).toBeDefined();
      }),
    );
  });
});
