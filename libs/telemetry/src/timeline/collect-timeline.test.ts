import { describe, expect, it } from "vitest";
import { collectTimeline } from "./collect-timeline.ts";
import { factsOf, plan, step, stretched, timeline } from "./testing/small-pipeline.ts";

function collect(events: readonly { type: string }[], options = {}) {
  const collector = collectTimeline(options);
  events.forEach(collector.onEvent);
  return collector.timeline();
}

describe("collectTimeline", () => {
  it("puts what the workers told together, step by step", () => {
    expect(collect(factsOf(timeline))).toEqual({
      plan: { type: "pipeline-planned", ...plan },
      steps: timeline.steps,
    });
  });

  it("has nothing to show of other algorithms, nor before the first round has ended", () => {
    expect(collect([{ type: "run-started" }, { type: "round-started" }])).toBeUndefined();
    expect(collect(factsOf(timeline).slice(0, 1))).toBeUndefined();
  });

  it("leaves out steps that not all workers told of", () => {
    const [planned, ofA, ofB] = factsOf({ plan, steps: [step] });
    const [, laterOfA] = factsOf({ plan, steps: [stretched(step, 1, 1)] }, 2);
    expect(collect([planned!, ofA!, ofB!, laterOfA!])?.steps).toEqual([step]);
    expect(collect([planned!, ofA!])).toBeUndefined();
  });

  it("replaces a round that was done again", () => {
    const [, ...again] = factsOf({ plan, steps: [stretched(step, 0, 3)] });
    expect(collect([...factsOf({ plan, steps: [step] }), ...again])?.steps).toEqual([stretched(step, 0, 3)]);
  });

  it("keeps the last steps when there are too many records: 2 workers × (2 × 2 + 2) a step", () => {
    const stepsKept = (maxRecords: number) =>
      collect(factsOf(timeline), { maxRecords })?.steps.map(({ step }) => step);
    expect(stepsKept(36)).toEqual([0, 1, 2]);
    expect(stepsKept(35)).toEqual([1, 2]);
    expect(stepsKept(1)).toEqual([2]);
  });
});
