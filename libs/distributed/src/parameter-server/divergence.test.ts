import { expect, test } from "vitest";
import { cut, madeData } from "../testing/made-data.ts";
import { train } from "./testing.ts";

test("a worker whose loss is no longer finite ends the fit by name: it is no dead worker", async () => {
  const [small, huge] = cut(madeData("regressor", 40, 2), [20, 20]);
  huge.X.data.fill(1e100);
  const run = train("regressor", [small, huge], { maxIter: 5 });
  await expect(run).rejects.toMatchObject({ name: "CoordinationError", reason: "diverged" });
  await expect(run).rejects.toThrow(
    /the loss on worker2 became (Infinity|NaN)\): lower learningRate \(it is 0\.1\)/,
  );
});
