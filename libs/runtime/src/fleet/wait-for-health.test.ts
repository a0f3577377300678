import { describe, expect, it, vi } from "vitest";
import { nodeHealth } from "./node-health.ts";
import { waitForHealth } from "./wait-for-health.ts";

vi.mock("./node-health.ts", () => ({ nodeHealth: vi.fn() }));

const workers = [
  { name: "worker1", url: "http://one:80" },
  { name: "worker2", url: "http://two:80" },
];
const names: Record<string, string> = { one: "worker1", two: "worker2" };
const never = new AbortController().signal;
const options = { timeoutSeconds: 30, say: () => undefined, signal: never, cure: "Start it." };

/**
 * Answers each question to a worker with the next of its statuses, the last one again and again; 0 is no answer.
 *
 * @param nodes who is there. Default: who is looked for.
 */
function stubWorkers(statuses: Record<string, number[]>, nodes: Record<string, string> = {}): string[] {
  const asked: string[] = [];
  vi.mocked(nodeHealth).mockImplementation(async (url) => {
    asked.push(url);
    const { hostname } = new URL(url);
    const left = statuses[hostname]!;
    const status = left.length > 1 ? left.shift()! : left[0]!;
    if (status === 0) throw new Error("connect ECONNREFUSED");
    return { status, node: status === 404 ? undefined : (nodes[hostname] ?? names[hostname]) };
  });
  return asked;
}

describe("waitForHealth", () => {
  it("asks until every worker is healthy", async () => {
    const asked = stubWorkers({ one: [200], two: [0, 503, 200] });
    await waitForHealth(workers, options);
    expect(asked.filter((url) => url === "http://one:80")).toHaveLength(1);
    expect(asked.filter((url) => url === "http://two:80")).toHaveLength(3);
  });

  it("takes a worker without /healthz for one of the Python system", async () => {
    stubWorkers({ one: [404], two: [404] });
    await expect(waitForHealth(workers, options)).resolves.toBeUndefined();
  });

  it("names who stays away, where it was looked for, and what to do", async () => {
    stubWorkers({ one: [200], two: [0] });
    await expect(waitForHealth(workers, { ...options, timeoutSeconds: 0.05 })).rejects.toThrow(
      "After 0.05 s there is no answer from worker2 (http://two:80). Start it.",
    );
  });

  it("refuses at once what answers under another name", async () => {
    stubWorkers({ one: [0], two: [200] }, { two: "worker1" });
    await expect(waitForHealth(workers, options)).rejects.toThrow(
      "http://two:80 is worker1, not worker2: list the addresses in the order of the names, worker1 and worker2.",
    );
  });

  it("ends when it is told to", async () => {
    stubWorkers({ one: [0], two: [0] });
    const stop = new AbortController();
    const waiting = waitForHealth(workers, { ...options, signal: stop.signal });
    stop.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrow();
  });
});
