import { NodeError, type HttpClient } from "@chimera/client";
import { silentLogs } from "@chimera/telemetry";
import { expect, test } from "vitest";
import { WorkerCalls, WorkerGoneError } from "./worker-calls.ts";

/** A client that notes where it was sent, and answers with one status. */
function noting(status: number): { client: HttpClient; sent: string[] } {
  const sent: string[] = [];
  const body = new TextEncoder().encode(
    JSON.stringify({ message: "no", details: { errorCode: status, errorMessage: "E" } }),
  );
  const client: HttpClient = {
    request: async ({ origin, path }) => {
      sent.push(`${origin} ${path}`);
      const json = (): unknown => JSON.parse(new TextDecoder().decode(body));
      return {
        url: origin + path,
        status,
        contentType: "",
        body,
        json,
        bytesSent: 1,
        bytesReceived: body.length,
      };
    },
    close: () => Promise.resolve(),
  };
  return { client, sent };
}

const request = { method: "POST", path: "/v1/chimera/sgd/gradient", body: "{}", contentType: "" } as const;

test("a worker may stand behind a path of its own", async () => {
  const { client, sent } = noting(200);
  const workers = [
    { name: "worker1", url: "http://127.0.0.1:8101" },
    { name: "worker2", url: "https://example.org/w2" },
  ];
  const calls = new WorkerCalls(client, workers, silentLogs());
  await calls.call("worker1", request, { retryable: true });
  await calls.call("worker2", request, { retryable: true });
  expect(sent).toEqual([
    "http://127.0.0.1:8101 /v1/chimera/sgd/gradient",
    "https://example.org /w2/v1/chimera/sgd/gradient",
  ]);
});

test("a worker that was started again is called where it is now; one that ended for good is not called", async () => {
  const { client, sent } = noting(200);
  const calls = new WorkerCalls(client, [{ name: "worker1", url: "http://one" }], silentLogs());
  calls.move({ name: "worker1", url: "http://other/w1" });
  await calls.call("worker1", request, { retryable: true });
  calls.giveUp("worker1", "It was killed by SIGKILL, and is not started again.");
  const gone = calls.call("worker1", request, { retryable: true });
  await expect(gone).rejects.toThrow(WorkerGoneError);
  await expect(gone).rejects.toThrow("It was killed by SIGKILL, and is not started again.");
  expect(sent).toEqual(["http://other /w1/v1/chimera/sgd/gradient"]);
});

test("a worker's refusal is thrown with its own message, and timed with its status", async () => {
  const logs = silentLogs();
  const calls = new WorkerCalls(noting(409).client, [{ name: "worker1", url: "http://one" }], logs);
  await expect(calls.call("worker1", request, { retryable: true })).rejects.toThrow(NodeError);
  expect(logs.timeEntries).toMatchObject([{ endpoint: request.path, status: 409, peer: "worker1" }]);
});
