import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { inContainer } from "./layout.ts";

const dockerfile = readFileSync(fileURLToPath(new URL("../../docker/Dockerfile", import.meta.url)), "utf8");

/** The instructions of a stage, from its FROM to the next. */
function stage(name: string): string {
  const found = dockerfile
    .split(/^(?=FROM )/mu)
    .find((text) => text.split("\n", 1)[0].endsWith(` AS ${name}`));
  return found ?? `there is no stage ${name}`;
}

describe("docker/Dockerfile", () => {
  it("has the two stages that the file of the services asks for, each with its program", () => {
    expect(stage("worker")).toContain('ENTRYPOINT ["node", "/app/worker/main.js"]');
    expect(stage("master")).toContain('ENTRYPOINT ["node", "/app/master/main.js"]');
  });

  it("makes the folders that are mounted, and gives the volume's to the user of the services", () => {
    const shared = stage("node");
    expect(shared).toContain(`mkdir -p ${inContainer.project} ${inContainer.records}`);
    expect(shared).toContain(`chown node:node ${inContainer.records}`);
    expect(shared).toContain("USER node");
  });
});
