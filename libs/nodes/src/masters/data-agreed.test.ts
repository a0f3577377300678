import { DecisionTreeClassifier, Ridge } from "@chimera/algorithms";
import type { RunEvent } from "@chimera/distributed";
import { describe, expect, test } from "vitest";
import { aggregation, merging, parameterServer } from "../testing/masters.ts";
import { flowers, measured, pipeline } from "../testing/pipelines.ts";
import { modelWorker, sgdWorker } from "../testing/recorded.ts";
import type { MasterService } from "./service.ts";

const tree = new DecisionTreeClassifier();
const masters: [string, () => MasterService, number[] | null][] = [
  [
    "a parameter server",
    () => parameterServer("classifier", { w: sgdWorker("classifier", flowers) }).service,
    [0, 1],
  ],
  ["bagging", () => aggregation("classifier", { w: modelWorker(tree, flowers) }).service, [0, 1]],
  [
    "a master that merges",
    () => merging("regressor", { w: modelWorker(new Ridge(), measured) }, new Ridge()).service,
    null,
  ],
  ["a pipeline", () => pipeline().service, [0, 1]],
];

describe.each(masters)("%s", (_, make, classes) => {
  test("tells what its workers agreed on, before round 1", async () => {
    const events: RunEvent[] = [];
    await make().fit({ onEvent: (event) => void events.push(event) });
    const data = classes === null ? measured : flowers;
    const agreed = events.findIndex(({ type }) => type === "data-agreed");
    expect(events[agreed]).toEqual({ type: "data-agreed", columns: data.columns, classes });
    expect(agreed).toBeLessThan(events.findIndex(({ type }) => type === "round-started"));
    expect(events.filter(({ type }) => type === "data-agreed")).toHaveLength(1);
  });

  test("ends the fit when the watcher refuses that, and fits again later", async () => {
    const service = make();
    const types: string[] = [];
    const onEvent = ({ type }: RunEvent): void => {
      types.push(type);
      if (type === "data-agreed") throw new Error("other columns");
    };
    await expect(service.fit({ onEvent })).rejects.toThrow("other columns");
    expect(types.at(-1)).toBe("data-agreed");
    expect(await service.fit()).toMatchObject({ fit: "ok" });
  });
});
