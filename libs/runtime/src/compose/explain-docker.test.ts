import { describe, expect, it } from "vitest";
import { explainDocker } from "./explain-docker.ts";

describe("explainDocker", () => {
  it.each([
    [
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      "The Docker engine is not running",
    ],
    ["docker: 'compose' is not a docker command.", "This Docker has no Compose"],
    ["permission denied while trying to connect to the Docker daemon socket", "may not use Docker"],
    [
      "Error response from daemon: driver failed programming external connectivity on endpoint chimera-x-worker1-1: " +
        "Bind for 0.0.0.0:101 failed: port is already allocated",
      "CHIMERA_WORKERS_MAPPED_PORTS",
    ],
    [
      "failed to create network chimera-network: Error response from daemon: Pool overlaps with other one on this address space",
      "CHIMERA_NETWORK_PREFIX",
    ],
    [
      "network chimera-network was found but has incorrect label com.docker.compose.network",
      "CHIMERA_NETWORK_NAME",
    ],
    ["something new", "docker compose could not start the workers"],
  ])("%s", (output, cure) => {
    const explanation = explainDocker(`Container starting\n${output}\n`);
    expect(explanation.split("\n")[0]).toContain(cure);
    expect(explanation).toContain(output);
  });

  it("shows only the last lines of a long output", () => {
    const output = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
    expect(
      explainDocker(output)
        .split("\n")
        .slice(2)
        .map((line) => line.trim()),
    ).toEqual(["line 95", "line 96", "line 97", "line 98", "line 99"]);
  });
});
