import { describe, expect, it } from "vitest";
import { CallError } from "./call-error.ts";
import { createHttpClient, type HttpClient } from "./http-client.ts";
import type { HttpRequest } from "./http-request.ts";
import { ManualClock } from "./testing/manual-clock.ts";
import { scriptedDispatcher, systemError, type Seen, type Turn } from "./testing/scripted-dispatcher.ts";

const ok: Turn = { reply: { status: 200, json: { fine: true } } };
const busy: Turn = { reply: { status: 503, json: {} } };
const refused: Turn = { reply: { error: systemError("ECONNREFUSED") } };
const resetFresh: Turn = { connects: true, reply: { error: systemError("UND_ERR_SOCKET") } };
const resetReused: Turn = { reply: { error: systemError("ECONNRESET") } };

const TIMEOUT_MS = 100_000;
const request: HttpRequest = {
  method: "POST",
  origin: "http://w1",
  path: "/work",
  body: "{}",
  retryable: true,
};

interface Setting {
  client: HttpClient;
  seen: Seen[];
  clock: ManualClock;
  /** The waits between the tries, milliseconds. */
  waits: () => number[];
}

/** A client before a scripted server; waits between tries are over at once, time-outs ring when told. */
function setting(script: Turn[], maxRetries = 0, timeoutsRing = false): Setting {
  const { dispatcher, seen } = scriptedDispatcher(...script);
  const clock = new ManualClock((milliseconds) => timeoutsRing || milliseconds !== TIMEOUT_MS);
  const parts = { dispatcherFor: () => dispatcher, clock, random: () => 0.5 };
  const client = createHttpClient({ timeoutSeconds: TIMEOUT_MS / 1000, maxRetries }, parts);
  return {
    client,
    seen,
    clock,
    waits: () => clock.set.filter((milliseconds) => milliseconds !== TIMEOUT_MS),
  };
}

describe("a call", () => {
  it("sends what it was given and reads the answer", async () => {
    const { client, seen, clock } = setting([ok]);
    const response = await client.request({
      ...request,
      body: "äb",
      contentType: "text/plain",
      accept: "application/json",
    });
    expect(seen).toEqual([
      {
        method: "POST",
        path: "/work",
        headers: { "content-type": "text/plain", accept: "application/json" },
        body: "äb",
      },
    ]);
    expect(response).toMatchObject({ url: "http://w1/work", status: 200, contentType: "application/json" });
    expect(response.json()).toEqual({ fine: true });
    expect(response).toMatchObject({ bytesSent: 3, bytesReceived: 13 });
    expect(clock.waiting).toBe(0);
  });

  it("hands over any status", async () => {
    const { client } = setting([{ reply: { status: 409, json: {} } }]);
    expect((await client.request(request)).status).toBe(409);
  });

  it("opens one pool per origin", async () => {
    const opened: string[] = [];
    const dispatcherFor = (origin: string): ReturnType<typeof scriptedDispatcher>["dispatcher"] => {
      opened.push(origin);
      return scriptedDispatcher(ok, ok).dispatcher;
    };
    const client = createHttpClient({ timeoutSeconds: 1, maxRetries: 0 }, { dispatcherFor });
    for (const origin of ["http://w1", "http://w2", "http://w1"])
      await client.request({ ...request, origin });
    expect(opened).toEqual(["http://w1", "http://w2"]);
  });
});

describe("a failed call", () => {
  it.each([
    ["ECONNREFUSED", "refused", "Nothing listens at http://w1 (asked for /work)"],
    ["ENOTFOUND", "unknown-host", "The host of http://w1 is unknown"],
    ["EAI_AGAIN", "unknown-host", "The host of http://w1 is unknown"],
    ["EHOSTUNREACH", "unreachable", "http://w1 cannot be reached"],
    ["UND_ERR_CONNECT_TIMEOUT", "unreachable", "http://w1 cannot be reached"],
    ["UND_ERR_RES_EXCEEDED_MAX_SIZE", "too-large", "larger than this client takes"],
    ["UND_ERR_DESTROYED", "closed", "The client was closed"],
    [
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "no-tls",
      "http://w1 does not speak https (asked for /work): nodes speak http,",
    ],
    ["EWHATEVER", "failed", "The call of http://w1/work failed: EWHATEVER"],
  ])("says what %s means", async (code, failure, message) => {
    const cause = systemError(code);
    const { client } = setting([{ reply: { error: cause } }]);
    const error = await client.request(request).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ failure, cause, message: expect.stringContaining(message) });
  });

  it("names the time-out, and the setting to raise", async () => {
    const { client, clock } = setting([{ reply: "silence" }], 0, true);
    await expect(client.request(request)).rejects.toThrow(
      "http://w1 did not answer /work within 100 s: raise CHIMERA_WORKERS_ENDPOINTS_TIMEOUT",
    );
    expect(clock.set).toEqual([TIMEOUT_MS]);
  });

  it("sets no timer when there is no limit", async () => {
    const clock = new ManualClock();
    const parts = { dispatcherFor: () => scriptedDispatcher(ok).dispatcher, clock };
    await createHttpClient({ timeoutSeconds: Infinity, maxRetries: 0 }, parts).request(request);
    expect(clock.set).toEqual([]);
  });

  it("ends with the reason of its signal, and is not tried again", async () => {
    const { client, seen } = setting([{ reply: "silence" }, ok], 3);
    const controller = new AbortController();
    const call = client.request({ ...request, signal: controller.signal });
    controller.abort(new Error("The run was stopped."));
    await expect(call).rejects.toThrow("The run was stopped.");
    expect(seen).toHaveLength(1);
  });

  it("does not start when its signal has aborted already", async () => {
    const { client, seen } = setting([ok]);
    const signal = AbortSignal.abort(new Error("Too late."));
    await expect(client.request({ ...request, signal })).rejects.toThrow("Too late.");
    expect(seen).toHaveLength(0);
  });
});

describe("retries", () => {
  it.each([
    ["a refused connection", refused],
    ["a reset", resetFresh],
    ["an unavailable node", busy],
  ])("come after %s", async (_, failure) => {
    const { client, seen } = setting([failure, failure, ok], 2);
    expect((await client.request(request)).status).toBe(200);
    expect(seen).toHaveLength(3);
  });

  it("come after a time-out", async () => {
    const { client, seen } = setting([{ reply: "silence" }, ok], 1, true);
    expect((await client.request(request)).status).toBe(200);
    expect(seen).toHaveLength(2);
  });

  it("come after a body that broke off", async () => {
    const { client, seen } = setting([{ reply: { bodyError: systemError("UND_ERR_SOCKET") } }, ok], 1);
    expect((await client.request(request)).status).toBe(200);
    expect(seen).toHaveLength(2);
  });

  it("wait longer each time, up to a cap, with jitter", async () => {
    const { client, waits } = setting([...Array<Turn>(8).fill(refused), ok], 8);
    await client.request(request);
    expect(waits()).toEqual([50, 100, 200, 400, 800, 1600, 2500, 2500]);
  });

  it("end: the last error, or the last answer, is the result", async () => {
    const failing = setting([refused, refused], 1);
    await expect(failing.client.request(request)).rejects.toThrow("Nothing listens at http://w1");
    const unavailable = setting([busy, busy], 1);
    expect((await unavailable.client.request(request)).status).toBe(503);
    expect(unavailable.seen).toHaveLength(2);
  });

  it.each([
    ["an order that is not safe to repeat", { ...request, retryable: false }, resetReused],
    [
      "an answer larger than allowed",
      request,
      { reply: { error: systemError("UND_ERR_RES_EXCEEDED_MAX_SIZE") } },
    ],
  ])("are never made of %s", async (_, call, failure) => {
    const { client, seen } = setting([failure, ok], 5);
    await expect(client.request(call)).rejects.toThrow(CallError);
    expect(seen).toHaveLength(1);
  });

  it.each([400, 409, 422, 500])("are not made after status %i", async (status) => {
    const { client, seen } = setting([{ reply: { status, json: {} } }, ok], 5);
    expect((await client.request(request)).status).toBe(status);
    expect(seen).toHaveLength(1);
  });

  it("stop waiting when the signal aborts", async () => {
    const { dispatcher, seen } = scriptedDispatcher(busy, ok);
    const controller = new AbortController();
    const clock = new ManualClock();
    const parts = { dispatcherFor: () => dispatcher, clock, random: () => 1 };
    const client = createHttpClient({ timeoutSeconds: 100, maxRetries: 1 }, parts);
    const call = client.request({ ...request, signal: controller.signal });
    while (!clock.set.includes(100)) await Promise.resolve();
    controller.abort(new Error("stop"));
    await expect(call).rejects.toThrow("stop");
    expect(seen).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });
});

describe("a kept connection that the server had closed", () => {
  it("costs no retry: one more try is made at once", async () => {
    const { client, seen, waits } = setting([resetReused, ok], 0);
    expect((await client.request(request)).status).toBe(200);
    expect(seen).toHaveLength(2);
    expect(waits()).toEqual([]);
  });

  it("is presumed only once per call", async () => {
    const { client, seen } = setting([resetReused, resetReused, ok], 0);
    await expect(client.request(request)).rejects.toThrow("closed the connection instead of answering /work");
    expect(seen).toHaveLength(2);
  });

  it("is not presumed of a connection that was opened for the call", async () => {
    const { client, seen } = setting([resetFresh, ok], 0);
    await expect(client.request(request)).rejects.toThrow("it has probably ended");
    expect(seen).toHaveLength(1);
  });

  it("is not presumed once the answer has begun", async () => {
    const { client, seen } = setting([{ reply: { bodyError: systemError("UND_ERR_SOCKET") } }, ok], 0);
    await expect(client.request(request)).rejects.toThrow(CallError);
    expect(seen).toHaveLength(1);
  });

  it("tells that the node has ended when nobody listens any more", async () => {
    const { client } = setting([resetReused, refused], 0);
    await expect(client.request(request)).rejects.toThrow(
      "http://w1 closed the connection while it was asked for /work, and nothing listens there now",
    );
  });
});
