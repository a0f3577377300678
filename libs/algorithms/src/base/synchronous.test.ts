import { expect, test } from "vitest";
import { requireSynchronous } from "./synchronous.ts";

test("what is there passes, a promise is refused, and its failure ends nothing", async () => {
  for (const result of [null, undefined, 3, { then: 1 }])
    expect(requireSynchronous(result, "Own.fit")).toBe(result);
  const late = Promise.reject(new Error("late"));
  expect(() => requireSynchronous(late, "Own.fit")).toThrow(
    "Expected Own.fit to be done when it returns, got a promise.",
  );
  await expect(late).rejects.toThrow("late");
});
