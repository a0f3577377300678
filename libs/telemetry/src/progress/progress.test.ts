import type { RunEvent } from "@chimera/distributed";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createProgress } from "./create-progress.ts";
import { advance, initialProgress } from "./progress-state.ts";
import type { Plan } from "./progress-state.ts";
import { formatSeconds, renderProgress } from "./render.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 1 });

const CLEAR = "\r\u001b[K";
const workers = ["worker1", "worker2", "worker3"];
const plan: Plan = { algorithm: "parameter-server", maxIter: 200, workers };
const started = (round: number): RunEvent => ({ type: "round-started", round, asked: workers });
const finished = (round: number, loss: number | null = 0.23451): RunEvent => {
  return { type: "round-finished", round, answered: workers, loss, updateNorm: 1 };
};
const answer = (worker: string, round?: number): RunEvent => {
  return {
    type: "answer-received",
    worker,
    order: "fit",
    round,
    latencyMs: 1,
    bytesSent: 0,
    bytesReceived: 0,
  };
};
const failure: RunEvent = {
  type: "worker-failed",
  worker: "worker2",
  order: "gradient",
  round: 3,
  reason: "it closed the connection",
};

describe("renderProgress", () => {
  const state = advance(advance(initialProgress(plan), started(1), 1000), finished(120), 1148);

  it("shows round, bar, loss, speed, time left and workers", () => {
    expect(renderProgress(state, 1148)).toBe(
      "round 120/200 ████████████░░░░░░░░ 60 %  loss 0.2345  811 rounds/s  0.1 s left  3 workers",
    );
    expect(renderProgress(state, 1148, { bar: false })).toBe(
      "round 120/200 60 %  loss 0.2345  811 rounds/s  0.1 s left  3 workers",
    );
  });

  it("leaves out what is not known yet", () => {
    expect(renderProgress(initialProgress(plan), 0, { bar: false })).toBe("round 0/200 0 %  3 workers");
  });

  it("leaves out a loss that is no number, and counts failed workers", () => {
    const diverged = advance(advance(state, finished(121, NaN), 1200), failure, 1200);
    const line = renderProgress(diverged, 1200);
    expect(line).not.toContain("loss");
    expect(renderProgress(advance(state, finished(121, null), 1200), 1200)).not.toContain("loss");
    expect(line).toMatch(/2 of 3 workers$/);
  });

  it("counts a worker that is asked again: it came back", () => {
    const failed = advance(state, failure, 1200);
    const back = advance(failed, started(121), 1300);
    expect([failed, back].map((at) => renderProgress(at, 1300).split("  ").at(-1))).toEqual([
      "2 of 3 workers",
      "3 workers",
    ]);
    const without = advance(
      failed,
      { type: "round-started", round: 121, asked: ["worker1", "worker3"] },
      1300,
    );
    expect(renderProgress(without, 1300)).toMatch(/2 of 3 workers$/);
  });

  it("moves within a single round as its answers come", () => {
    const single = { ...plan, maxIter: 1 };
    const events = [answer("worker1"), started(1), answer("worker1", 1), answer("worker2", 1)];
    const half = events.reduce((folded, event) => advance(folded, event, 0), initialProgress(single));
    expect(renderProgress(half, 0, { bar: false })).toBe("round 0/1 66 %  3 workers");
  });

  it("is never longer than the terminal is wide", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(300), fc.double(), (round, columns, loss) => {
        const any = advance(state, finished(round, loss), 2000);
        const whole = renderProgress(any, 2000);
        const line = renderProgress(any, 2000, { columns });
        expect(line).toHaveLength(Math.min(whole.length, columns));
        if (line !== whole && columns > 0) expect(line).toBe(`${whole.slice(0, columns - 1)}…`);
      }),
    );
  });
});

describe("formatSeconds", () => {
  it.each([
    [0.04, "0.0 s"],
    [9.94, "9.9 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min 0 s"],
    [125, "2 min 5 s"],
    [12_000, "3 h 20 min"],
  ])("%d s is %s", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});

describe("createProgress", () => {
  let written: string[];
  let time: number;
  beforeEach(() => {
    written = [];
    time = 0;
  });
  const create = (isTTY: boolean, columns = 100) =>
    createProgress({
      stream: { write: (text: string) => written.push(text) },
      isTTY,
      columns,
      now: () => time,
    });

  const runRounds = (progress: ReturnType<typeof create>, rounds: number, msPerRound: number) => {
    for (let round = 1; round <= rounds; round++) {
      progress.onEvent(started(round));
      time += msPerRound;
      progress.onEvent(finished(round));
    }
  };
  const summary = { fit: "ok" as const, iterations: 200, converged: false, finalLoss: 0.23451 };

  it("redraws one line at most 15 times a second", () => {
    const progress = create(true);
    progress.start(plan);
    runRounds(progress, 200, 10);
    expect(time).toBe(2000);
    const redraws = written.slice(1);
    expect(redraws.length).toBeGreaterThan(20);
    expect(redraws.length).toBeLessThanOrEqual(31);
    for (const text of redraws) {
      expect(text.startsWith(`${CLEAR}round `)).toBe(true);
      expect(text).not.toContain("\n");
      expect(text.length).toBeLessThan(CLEAR.length + 100);
    }
  });

  it("ends the line with a summary", () => {
    const progress = create(true);
    progress.start(plan);
    runRounds(progress, 200, 1);
    progress.finish(summary);
    expect(written.slice(-2).join("")).toBe(
      CLEAR + "parameter-server: 200 rounds in 0.2 s (1000 rounds/s), loss 0.2345\n",
    );
    const length = written.length;
    progress.onEvent(finished(200));
    progress.finish(summary);
    expect(written).toHaveLength(length);
  });

  it("prints failures, notes and others' lines above the bar", () => {
    const progress = create(true);
    progress.start(plan);
    written = [];
    progress.onEvent(failure);
    progress.onEvent({ type: "note", text: "no penalty on the bias" });
    progress.print("12:03:04 master  hello\n");
    expect(written.filter((_, i) => i % 2 === 0)).toEqual([
      CLEAR + "worker2 failed in round 3 (gradient): it closed the connection\n",
      CLEAR + "note: no penalty on the bias\n",
      CLEAR + "12:03:04 master  hello\n",
    ]);
    for (const bar of written.filter((_, i) => i % 2 === 1))
      expect(bar.startsWith(`${CLEAR}round 0/200 `)).toBe(true);
  });

  it.each([
    [[0, 0], "stage 0 5f3a91c2 (worker1, worker3), stage 1 77e01b4d (worker2, worker4)"],
    [[0, 1], "stage 0 rank 0 5f3a91c2 (worker1, worker3), stage 1 rank 1 77e01b4d (worker2, worker4)"],
  ])("prints that replicas were compared: ranks %j", (ranks, groups) => {
    const progress = create(false);
    progress.start(plan);
    const replicas = [
      { stage: 0, rank: ranks[0]!, workers: ["worker1", "worker3"], hash: "5f3a91c2" },
      { stage: 1, rank: ranks[1]!, workers: ["worker2", "worker4"], hash: "77e01b4d" },
    ];
    progress.onEvent({ type: "replicas-compared", round: 200, replicas });
    expect(written.at(-1)).toBe(`replicas: the same weights after round 200, by their hashes: ${groups}\n`);
  });

  it("writes plain lines without a terminal: first, each tenth, failures, last", () => {
    const progress = create(false);
    progress.start(plan);
    runRounds(progress, 59, 10);
    progress.onEvent(failure);
    progress.finish({ fit: "partial", iterations: 59, converged: true, finalLoss: 0.23451 });
    expect(written).toEqual([
      "parameter-server: up to 200 rounds with 3 workers\n",
      "round 20/200 10 %  loss 0.2345  100 rounds/s  1.8 s left  3 workers\n",
      "round 40/200 20 %  loss 0.2345  100 rounds/s  1.6 s left  3 workers\n",
      "worker2 failed in round 3 (gradient): it closed the connection\n",
      "parameter-server: 59 rounds in 0.6 s (100 rounds/s), loss 0.2345, converged, partial: 2 of 3 workers to the end\n",
    ]);
  });

  it("keeps a run of one round to two lines", () => {
    const progress = create(false);
    progress.start({ ...plan, algorithm: "aggregation", maxIter: 1 });
    time = 300;
    progress.onEvent(finished(1));
    progress.finish({ fit: "ok", iterations: 1, converged: true, finalLoss: null });
    expect(written).toEqual([
      "aggregation: 1 round with 3 workers\n",
      "aggregation: 1 round in 0.3 s, converged\n",
    ]);
  });

  it("ends silently when the run failed, and shows nothing before it starts", () => {
    const progress = create(false);
    progress.onEvent(finished(1));
    progress.start(plan);
    progress.finish();
    expect(written).toHaveLength(1);
  });
});
