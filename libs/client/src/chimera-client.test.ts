import { AnswerError, decodeTensorMessage, PATHS, TENSORS_TYPE } from "@chimera/protocol";
import { describe, expect, it } from "vitest";
import { ChimeraClient, type ChimeraClientOptions } from "./chimera-client.ts";
import { createHttpClient } from "./http-client.ts";
import { scriptedDispatcher, type Seen } from "./testing/scripted-dispatcher.ts";

const health = (kind: string): object => ({
  status: "ok",
  node: "master",
  kind,
  version: "0.2.0",
  kernel: "typescript",
  uptimeSeconds: 1,
});
const report = {
  fit: "partial",
  iterations: 3,
  converged: false,
  finalLoss: 0.5,
  durationSeconds: 0.1,
  bytesSent: 10,
  bytesReceived: 20,
  workers: [
    { name: "a", state: "ok", nSamples: 4, rounds: 3 },
    {
      name: "b",
      state: "failed",
      nSamples: null,
      rounds: 0,
      failure: { order: "describe", round: 0, reason: "gone" },
    },
  ],
  notes: ["b failed"],
};

function clientBefore(
  options: ChimeraClientOptions,
  ...answers: [status: number, json: unknown][]
): { client: ChimeraClient; seen: Seen[] } {
  const script = answers.map(([status, json]) => ({ reply: { status, json } }));
  const { dispatcher, seen } = scriptedDispatcher(...script);
  const http = createHttpClient({ timeoutSeconds: 1, maxRetries: 0 }, { dispatcherFor: () => dispatcher });
  return { client: new ChimeraClient("http://127.0.0.1:8080/", { ...options, http }), seen };
}

describe("ChimeraClient", () => {
  it("fits and reports", async () => {
    const { client, seen } = clientBefore({ kind: "parameter-server" }, [200, report], [200, report]);
    expect(await client.fit()).toEqual(report);
    await client.fit({ warmStart: true });
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["POST", PATHS.parameterServer.fit, "{}"],
      ["POST", PATHS.parameterServer.fit, '{"warmStart":true}'],
    ]);
  });

  it("predicts", async () => {
    const output = { y_pred_rows: [0.25], classes: ["no", "yes"] };
    const { client, seen } = clientBefore({ kind: "aggregation" }, [200, output]);
    expect(await client.predict(["a", "b"], [[1, "2"]])).toEqual(output);
    expect(seen[0]).toMatchObject({
      path: PATHS.aggregation.predict,
      headers: { "content-type": "application/json" },
      body: '{"X_pred_columns":["a","b"],"X_pred_rows":[[1,"2"]]}',
    });
  });

  it("predicts a matrix as tensors of either precision, and asks for tensors", async () => {
    for (const data of [Float64Array.of(1, 2.5), Float32Array.of(1, 2.5)]) {
      const { client, seen } = clientBefore({ kind: "aggregation" }, [200, { y_pred_rows: [1] }]);
      const answer = client.predictMatrix(["a", "b"], { nRows: 1, nColumns: 2, data });
      await expect(answer).rejects.toThrow("an older master knows JSON alone");
      const [{ path, headers, body }] = seen;
      expect([path, headers]).toEqual([
        PATHS.aggregation.predict,
        { "content-type": TENSORS_TYPE, accept: TENSORS_TYPE },
      ]);
      const { tensors, metadata } = decodeTensorMessage(body as Uint8Array);
      expect(metadata).toEqual({ columns: ["a", "b"] });
      expect(tensors.get("X")).toEqual({ shape: [1, 2], data });
    }
  });

  it.each([
    ["parameter-server-master", PATHS.parameterServer.fit],
    ["aggregation-master", PATHS.aggregation.fit],
    ["pipeline-master", PATHS.pipeline.fit],
  ])("asks once what the master is: %s", async (kind, path) => {
    const { client, seen } = clientBefore({}, [200, health(kind)], [200, report], [200, report]);
    await client.fit();
    await client.fit();
    expect(seen.map((request) => request.path)).toEqual([PATHS.health, path, path]);
  });

  it("refuses to fit a worker", async () => {
    const { client } = clientBefore({}, [200, health("sgd-worker")]);
    await expect(client.fit()).rejects.toThrow("http://127.0.0.1:8080 is a sgd-worker, not a master");
  });

  it("asks for the kind where a node does not tell", async () => {
    const { client } = clientBefore({}, [404, { detail: "Not Found" }]);
    await expect(client.fit()).rejects.toThrow("does not say what kind of node it is (404): pass { kind }");
  });

  it("brings the trained network of a pipeline as bytes, and the words of a master that has none", async () => {
    const refusal = {
      message: "A master has no such path.",
      details: { errorCode: 404, errorMessage: "NotFound" },
    };
    const { client, seen } = clientBefore({}, [200, "the file"], [404, refusal]);
    expect(new TextDecoder().decode(await client.network())).toBe('"the file"');
    expect(seen).toMatchObject([
      { method: "GET", path: PATHS.pipeline.network, headers: { accept: TENSORS_TYPE } },
    ]);
    await expect(client.network()).rejects.toThrow("A master has no such path.");
  });

  it("passes on the master's own words", async () => {
    const refusal = { message: "Call fit first.", details: { errorCode: 409, errorMessage: "RequestError" } };
    const { client } = clientBefore({ kind: "aggregation" }, [409, refusal]);
    await expect(client.predict(["a"], [[1]])).rejects.toThrow("Call fit first.");
  });

  it("refuses an answer that is none", async () => {
    const { client } = clientBefore({ kind: "aggregation" }, [200, { fit: "ok" }]);
    await expect(client.fit()).rejects.toThrow(AnswerError);
  });

  it("tells the health", async () => {
    const { client } = clientBefore({}, [200, health("aggregation-master")]);
    expect(await client.health()).toEqual(health("aggregation-master"));
  });

  it.each(["127.0.0.1:8080", "ftp://host", ""])("refuses the address %j", (url) => {
    expect(() => new ChimeraClient(url)).toThrow(
      "Expected the address of a master like http://127.0.0.1:8080",
    );
  });
});
