import { describe, expect, it } from "vitest";
import { createClosing } from "./closing.ts";

describe("closing", () => {
  it("closes everything once, even when a closer fails", async () => {
    const closing = createClosing();
    const closed: string[] = [];
    closing.add(() => Promise.reject(new Error("stuck")));
    closing.add(async () => void closed.push("master"));
    expect(closing.begun).toBe(false);
    await Promise.all([closing.close(), closing.close()]);
    expect(closing.begun).toBe(true);
    expect(closed).toEqual(["master"]);
  });
});
