import { describe, expect, test } from "vitest";
import { cli } from "../cli.ts";
import { recordingServices } from "../testing/recording-services.ts";

async function run(line: string) {
  const services = recordingServices();
  const exitCode = await cli(line.split(" "), services);
  return { exitCode, printed: services.printed, said: services.said };
}

describe("chimera explain", () => {
  test("draws a schedule, and says its bubble", async () => {
    const { exitCode, printed } = await run("explain gpipe --stages 2 --micro-batches 3");
    expect(exitCode).toBe(0);
    expect(printed.join("\n")).toContain("worker 1   F0F1F2");
    expect(printed.join("\n")).toContain("(p − 1) / (m + p − 1) = 25.0 %");
  });

  test.each([
    ["explain zigzag", /^schedule must be one of naive, gpipe, 1f1b, interleaved, got "zigzag"\.$/],
    ["explain gpipe --stages 0", /^--stages: expected an integer from 1 to 64, got "0"/],
    ["explain gpipe --micro-batches many", /^--micro-batches: expected an integer/],
    ["explain interleaved --stages 3 --micro-batches 4", /^microBatches must be a multiple of stages \(3\)/],
  ])("refuses %s", async (line, message) => {
    const { exitCode, said } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
  });
});
