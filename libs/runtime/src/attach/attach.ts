import type { WorkerAddress } from "@chimera/nodes";
import type { Launcher } from "../fleet/fleet.ts";
import { waitForHealth } from "../fleet/wait-for-health.ts";

/** Starts nothing: the workers run already at `CHIMERA_WORKERS_URLS`, or by name on the Compose network. */
export const attach: Launcher = {
  start({ workers, workersPort, startTimeoutSeconds }, { say }) {
    const addresses: WorkerAddress[] = workers.map(({ name, url }) => ({
      name,
      url: url ?? `http://${name}:${workersPort}`,
    }));
    const stopped = new AbortController();
    return Promise.resolve({
      async ready() {
        await waitForHealth(addresses, {
          timeoutSeconds: startTimeoutSeconds,
          say,
          signal: stopped.signal,
          cure: "Start the workers, or correct their addresses in CHIMERA_WORKERS_URLS.",
        });
        return addresses;
      },
      onExit: () => undefined,
      stop: () => Promise.resolve(stopped.abort()),
    });
  },
};
