import { createRandom, matrix } from "@chimera/algorithms";
import type { Dataset } from "@chimera/dataset";
import { encodeTensors, TENSORS_TYPE, type VectorDtype } from "@chimera/protocol";
import { describe, expect, test } from "vitest";
import type { NodeApp } from "./http/node-app.ts";
import { parameterServer } from "./testing/masters.ts";
import { sgdWorker } from "./testing/recorded.ts";

/** So many features that a vector of parameters is long enough for tensors. */
const N_FEATURES = 150;

function dataset(seed: number): Dataset {
  const random = createRandom(seed);
  const nRows = 40;
  const X = matrix(nRows, N_FEATURES);
  for (let i = 0; i < X.data.length; i++) X.data[i] = random.normal();
  const y = Float64Array.from({ length: nRows }, (_, i) => X.data[i * N_FEATURES]);
  const columns = Array.from({ length: N_FEATURES }, (_, j) => `x${j}`);
  return { columns, X, y, targetColumn: "y" };
}

/** A worker that notes the media types of what it gets and answers. */
function watched(app: NodeApp, seen: string[], change: (body: unknown) => unknown = (body) => body): NodeApp {
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await app.request(path, init);
    const asked = new Headers(init.headers).get("content-type");
    seen.push(`${path.split("/").at(-1)}: ${asked} → ${response.headers.get("content-type")}`);
    if (!path.endsWith("describe")) return response;
    return Response.json(change(await response.json()));
  };
  return { request } as unknown as NodeApp;
}

async function fit(
  options: {
    wireDtype?: VectorDtype;
    mode?: "gradient" | "local-epochs";
    change?: (body: unknown) => unknown;
  } = {},
): Promise<{ values: number[]; seen: string[] }> {
  const { wireDtype, change, mode = "gradient" } = options;
  const seen: string[] = [];
  const workers = Object.fromEntries(
    [1, 2].map((k) => {
      const data = dataset(k);
      return [`worker${k}`, watched(sgdWorker("regressor", data, `worker${k}`), seen, change)];
    }),
  );
  const { service } = parameterServer("regressor", workers, { maxIter: 5, mode }, wireDtype);
  await service.fit();
  const { columns, X } = dataset(3);
  const { values } = await service.predict(columns, X);
  return { values: values as number[], seen };
}

const asOlder = (body: unknown): unknown => ({ ...(body as object), accepts: undefined });

describe("rounds of long vectors", () => {
  test.each(["gradient", "local-epochs"] as const)(
    "travel as tensors, and give the bits of JSON: %s",
    async (mode) => {
      const tensors = await fit({ mode });
      const json = await fit({ mode, change: asOlder });
      expect(tensors.values).toEqual(json.values);
      expect(new Set(tensors.seen)).toEqual(
        new Set([
          "describe: application/json → application/json",
          "prepare: application/json → application/json",
          `${mode}: ${TENSORS_TYPE} → ${TENSORS_TYPE}`,
        ]),
      );
      expect(new Set(json.seen)).toContain(`${mode}: application/json → application/json`);
      expect(json.seen.join()).not.toContain(TENSORS_TYPE);
    },
  );

  test("as float32 a fit differs by the rounding of what travels", async () => {
    const [exact, rounded] = [await fit(), await fit({ wireDtype: "float32" })];
    const differences = exact.values.map((p, i) => Math.abs(p - rounded.values[i]));
    // Parameters and gradients, all below 1, are rounded to a relative 2⁻²⁴ in each of five rounds; a prediction adds up
    // 150 of them, times features below 4.
    expect(Math.max(...differences)).toBeLessThan(4 * 150 * 5 * 2 * 2 ** -24);
    expect(Math.max(...differences)).toBeGreaterThan(0);
  });
});

describe("a worker refuses tensors", () => {
  const worker = sgdWorker("regressor", dataset(1));
  const post = async (path: string, body: Uint8Array): Promise<{ status: number; message: string }> => {
    const headers = { "content-type": TENSORS_TYPE };
    const response = await worker.request(`/v1/chimera/sgd/${path}`, {
      method: "POST",
      headers,
      body: body as never,
    });
    return { status: response.status, message: JSON.stringify(await response.json()) };
  };
  const parameters = { shape: [151], data: new Float64Array(151) };
  const facts = { fitId: "f", round: 1 };
  const good = encodeTensors({ parameters }, facts);
  const damaged = good.slice();
  damaged[damaged.length - 9] ^= 1;

  test.each([
    ["that are cut", good.subarray(0, 700), 422, "bytes in all, got 700: the body is cut or mixed up"],
    ["that are damaged", damaged, 422, "The checksum of tensor parameters should be"],
    ["that are none", new Uint8Array(40), 422, "begins with CHIMTENS"],
    ["of an empty body", new Uint8Array(0), 422, "begins with CHIMTENS"],
    [
      "of another name",
      encodeTensors({ theta: parameters }, facts),
      422,
      "Expected a tensor parameters of one axis, of float64 or float32, got none of that name",
    ],
    [
      "of another type",
      encodeTensors({ parameters: { shape: [3], data: new Int32Array(3) } }, facts),
      422,
      "got shape [3] of Int32Array",
    ],
    [
      "of two axes",
      encodeTensors({ parameters: { shape: [1, 151], data: parameters.data } }, facts),
      422,
      "[1, 151]",
    ],
    [
      "that are not finite",
      encodeTensors({ parameters: { shape: [2], data: Float32Array.of(0, Infinity) } }, facts),
      422,
      "Expected finite numbers in parameters, got Infinity at 1",
    ],
    ["without their round", encodeTensors({ parameters }, { fitId: "f" }), 422, "round"],
    ["before it is prepared", good, 409, "start a new fit"],
  ])("%s", async (_, body, status, message) => {
    const answer = await post("gradient", body);
    expect(answer.status).toBe(status);
    expect(answer.message).toContain(message);
  });

  test("where JSON is expected: 415", async () => {
    const { status, message } = await post("prepare", good);
    expect(status).toBe(415);
    expect(message).toContain("Expected a body of application/json for prepare");
  });
});
