import { describe, expect, test } from "vitest";
import { recordedDataset, sgdWorker } from "../testing/recorded.ts";

const dataset = recordedDataset("classifier");
const worker = sgdWorker("classifier", dataset);

async function post(
  path: string,
  body: string,
): Promise<{ status: number; body: { message?: string; detail?: unknown } }> {
  const response = await worker.request(`/v1/chimera/sgd/${path}`, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as { message?: string } };
}

const prepare = {
  fitId: "fit-1",
  columns: dataset.columns,
  classes: [0, 1],
  scaling: null,
  seed: 0,
  computation: { mode: "gradient", batchSize: null },
};
const round = (parameters: unknown): string => JSON.stringify({ fitId: "fit-1", round: 1, parameters });

describe("an SGD worker refuses", () => {
  test("a round before it is prepared: 409", async () => {
    const { status, body } = await post("gradient", round([0, 0, 0, 0, 0]));
    expect(status).toBe(409);
    expect(body.message).toContain("start a new fit");
  });

  test("an order that does not fit its schema: 422 with the place", async () => {
    const { status, body } = await post("prepare", JSON.stringify({ ...prepare, seed: "one" }));
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ loc: ["body", "seed"] }]);
  });

  test("parameters that are no numbers, or too few: 422, and it goes on working", async () => {
    expect((await post("prepare", JSON.stringify(prepare))).status).toBe(200);
    expect((await post("gradient", round([0, null, 0, 0, 0]))).status).toBe(422);
    expect((await post("gradient", round([0, 0]))).body.message).toContain("Expected 5 parameters, got 2");
    expect((await post("gradient", round([0, 0, 0, 0, 0]))).status).toBe(200);
  });
});

test("an SGD worker answers the mean gradient at the parameters it is sent, and the same when asked again", async () => {
  await post("prepare", JSON.stringify(prepare));
  const once = await post("gradient", round([0.1, 0, 0, 0, 0]));
  const again = await post("gradient", round([0.1, 0, 0, 0, 0]));
  expect(again).toEqual(once);
  expect(once.body).toMatchObject({ nSamples: 40, loss: expect.any(Number) });
});

test("fit-step starts from the master's weights at the first call too", async () => {
  const fresh = sgdWorker("classifier", dataset, "fresh");
  const step = async (weights: number[]): Promise<number[]> => {
    const body = JSON.stringify({ weights, bias: [0] });
    const response = await fresh.request("/v1/chimera/sgd/fit-step", { method: "POST", body });
    return ((await response.json()) as { weights_gradients: number[] }).weights_gradients;
  };
  // Far out, one epoch moves the weights little in proportion: an update relative to zero would be about −1000.
  const [change] = await step([1000, 0, 0, 0]);
  expect(Math.abs(change)).toBeLessThan(100);
});
