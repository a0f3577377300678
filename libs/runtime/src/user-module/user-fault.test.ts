import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { describeUserFault } from "./user-fault.ts";

const project = "/home/ada/project";
const shown = (path: string) => relative(process.cwd(), path);
const stack = `Error: wrong
    at check (/home/ada/chimera/libs/algorithms/src/check.ts:3:9)
    at helper (${project}/helper.ts:7:5)
    at file://${project}/master.ts:2:1
    at ModuleJob.run (node:internal/modules/esm/module_job:263:25)
    at ${project}/.chimera/bundle-17/master.js:9:1`;

describe("describeUserFault", () => {
  it("shows the project's lines alone", () => {
    const described = describeUserFault(
      { name: "TypeError", message: "wrong", stack },
      `${project}/master.ts`,
      project,
    );
    expect(described).toBe(
      `${shown(`${project}/helper.ts`)}:7:5: TypeError: wrong\n    called at ${shown(`${project}/master.ts`)}:2:1`,
    );
  });

  it("lets the project's own errors speak for themselves", () => {
    const described = describeUserFault(
      { name: "ParameterError", message: "maxIter must be …", stack: "" },
      `${project}/master.ts`,
      project,
    );
    expect(described).toBe(`${shown(`${project}/master.ts`)}: maxIter must be …`);
  });
});
