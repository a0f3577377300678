import type { ChimeraConfig } from "@chimera/config";
import type { WorkerAddress } from "@chimera/nodes";
import type { Fleet, LaunchOptions, Launcher, WorkerExit } from "../fleet/fleet.ts";
import { inWords, remindOfMissing } from "../fleet/missing.ts";
import { LaunchError } from "../launch-error.ts";
import { makeRunnable } from "../user-module/make-runnable.ts";
import { KeptWorker } from "./kept-worker.ts";

/** The embedded runtime: every worker is a child process that runs the user's file and listens on loopback. */
export const embedded: Launcher = {
  async start(config, options) {
    const { workers } = config;
    const files = await makeRunnable(
      config.projectDir,
      workers.map((worker) => worker.file),
    );
    return new EmbeddedFleet(
      workers.map((worker, i) => {
        const command = {
          name: worker.name,
          file: files[i],
          userFile: worker.file,
          projectDir: config.projectDir,
          env: environmentOf(config, worker, options),
          say: options.say,
        };
        return new KeptWorker(command, options.restarts);
      }),
      config.startTimeoutSeconds,
      options.say,
    );
  },
};

function environmentOf(
  config: ChimeraConfig,
  worker: ChimeraConfig["workers"][number],
  { env }: LaunchOptions,
): NodeJS.ProcessEnv {
  const portsGiven = config.sources.CHIMERA_WORKERS_MAPPED_PORTS !== "default";
  return {
    ...process.env,
    ...env,
    CHIMERA_PROJECT: config.projectDir,
    CHIMERA_WORKERS_NODE_NAME: worker.name,
    CHIMERA_LISTEN: `127.0.0.1:${portsGiven ? worker.mappedPort : 0}`,
  };
}

class EmbeddedFleet implements Fleet {
  readonly #workers: KeptWorker[];
  readonly #timeoutSeconds: number;
  readonly #say: (line: string) => void;

  constructor(workers: KeptWorker[], timeoutSeconds: number, say: (line: string) => void) {
    this.#workers = workers;
    this.#timeoutSeconds = timeoutSeconds;
    this.#say = say;
  }

  async ready(): Promise<WorkerAddress[]> {
    const missing = new Set(this.#workers.map((worker) => worker.name));
    const stopReminding = remindOfMissing(() => [...missing], this.#say);
    const deadline = this.#deadline(missing);
    try {
      const all = this.#workers.map(async ({ name, listening }) => {
        const url = await listening;
        missing.delete(name);
        return { name, url };
      });
      return await Promise.race([Promise.all(all), deadline.reached]);
    } finally {
      stopReminding();
      deadline.cancel();
    }
  }

  onExit(callback: (exit: WorkerExit) => void): void {
    for (const worker of this.#workers) void worker.keep(callback);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  #deadline(missing: ReadonlySet<string>): { reached: Promise<never>; cancel: () => void } {
    let cancel: () => void = () => undefined;
    const reached = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => {
        const sentence = `After ${this.#timeoutSeconds} s ${inWords([...missing])} did not listen.`;
        reject(new LaunchError(`${sentence} If loading its data takes longer, raise CHIMERA_START_TIMEOUT.`));
      }, this.#timeoutSeconds * 1000);
      cancel = () => clearTimeout(timer);
    });
    return { reached, cancel };
  }
}
