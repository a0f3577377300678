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
      "Error response from daemon: driver failed programming external connectivity on endpoint chimera-x-worker1-1: " +
        "Error starting userland proxy: listen tcp4 0.0.0.0:101: bind: address already in use",
      "CHIMERA_WORKERS_MAPPED_PORTS",
    ],
    [
      "Error response from daemon: cannot expose privileged port 101, you can add 'net.ipv4.ip_unprivileged_port_start=101'",
      "CHIMERA_WORKERS_MAPPED_PORTS",
    ],
    ["Error response from daemon: Address already in use", "CHIMERA_NETWORK_NAME"],
    [
      "Error response from daemon: Invalid address 192.168.11.2: It does not belong to any of this network's subnets",
      "CHIMERA_NETWORK_PREFIX",
    ],
    [
      "failed to create network chimera-network: Error response from daemon: Pool overlaps with other one on this address space",
      "CHIMERA_NETWORK_PREFIX",
    ],
    [
      "network chimera-network was found but has incorrect label com.docker.compose.network",
      "CHIMERA_NETWORK_NAME",
    ],
  ])("%s", (output, cure) => {
    const [sentence, docker] = explainDocker(`Container starting\n${output}\nContainer stopping\n`).split(
      "\n",
    );
    expect(sentence).toContain(cure);
    expect(docker).toBe(`Docker said: ${output}`);
  });

  it("shows the last lines of what it does not know", () => {
    const output = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
    expect(explainDocker(`${output}\n`).split("\n")).toEqual([
      "docker compose failed. Docker said:",
      ...[95, 96, 97, 98, 99].map((i) => `    line ${i}`),
    ]);
  });
});
