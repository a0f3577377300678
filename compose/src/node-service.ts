import type { ChimeraConfig } from "@chimera/config";
import { annotated, oneLine } from "./annotated.ts";

/** Name of the network inside the file; the engine sees the one from the configuration. */
export const networkKey = "chimera";

/**
 * What every node is started with: the image's user, no capability, a root file system that cannot be written, an init
 * process that passes SIGTERM on, no restart (a stopped worker shall be seen, not hidden).
 *
 * Without capabilities a process may not listen below port 1024. The sysctl lifts that bound inside the container;
 * newer engines do so by themselves.
 */
export const confinement = {
  init: true,
  user: "node",
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  read_only: true,
  tmpfs: ["/tmp"],
  sysctls: { "net.ipv4.ip_unprivileged_port_start": "0" },
  restart: "no",
};

/**
 * Images are only ever built here. Without `never` Compose looks for them in a registry first, and fails for the
 * services that have no `build`; with it, it builds each missing image once and starts all services from it.
 */
export const imageOf = (kind: "master" | "worker", tag: string) => ({
  image: `chimera-${kind}:${tag}`,
  pull_policy: "never",
});

export const buildOf = (kind: "master" | "worker", context: string) => ({
  build: { context, dockerfile: "docker/Dockerfile", target: kind },
});

/**
 * Asks the node itself every 3 s. Failures count only after the time a node may take to start. There is no
 * `start_interval`, which engines before 25 refuse.
 *
 * `node:http` and not `fetch`: that costs 55 ms of CPU for each question instead of 145 ms, which counts with many
 * workers on few cores, and it knows no forbidden ports (`fetch` refuses 6000 or 10080, for instance).
 */
export function healthCheck(port: number, config: ChimeraConfig): object {
  const url = `http://127.0.0.1:${port}/healthz`;
  const exit = "(r) => process.exit(r.statusCode === 200 ? 0 : 1)";
  const ask = `require('node:http').get('${url}', ${exit}).on('error', () => process.exit(1))`;
  const startSeconds = Math.ceil(config.startTimeoutSeconds);
  return {
    test: oneLine(["CMD", "node", "-e", ask]),
    interval: "3s",
    timeout: "10s",
    retries: 5,
    start_period: annotated(`${startSeconds}s`, "CHIMERA_START_TIMEOUT"),
  };
}

export function networkOf(address: string): object {
  const remark = "CHIMERA_NETWORK_PREFIX, CHIMERA_NETWORK_SUBNET_MASK";
  return { [networkKey]: { ipv4_address: annotated(address, remark) } };
}
