import type { ChimeraConfig } from "@chimera/config";
import type { WorkerAddress } from "@chimera/nodes";
import type { Fleet, LaunchOptions, Launcher, WorkerExit } from "../fleet/fleet.ts";
import { inWords, remindOfMissing } from "../fleet/missing.ts";
import { LaunchError } from "../launch-error.ts";
import { makeRunnable } from "../user-module/make-runnable.ts";
import { startWorkerProcess } from "./worker-process.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** The embedded runtime: every worker is a child process that runs the user's file and listens on loopback. */
export const embedded: Launcher = {
  async start(config, options) {
    const { workers } = config;
    const files = await makeRunnable(
      config.projectDir,
      workers.map((worker) => worker.file),
    );
    return new EmbeddedFleet(
      workers.map((worker, i) =>
        startWorkerProcess({
          name: worker.name,
          file: files[i],
          userFile: worker.file,
          projectDir: config.projectDir,
          env: environmentOf(config, worker, options),
          say: options.say,
        }),
      ),
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
  readonly #processes: WorkerProcess[];
  readonly #timeoutSeconds: number;
  readonly #say: (line: string) => void;
  #stopping = false;

  constructor(processes: WorkerProcess[], timeoutSeconds: number, say: (line: string) => void) {
    this.#processes = processes;
    this.#timeoutSeconds = timeoutSeconds;
    this.#say = say;
    // `ready` tells of failures; one that comes before it is called must not count as unhandled.
    for (const worker of processes) worker.listening.catch(() => undefined);
  }

  async ready(): Promise<WorkerAddress[]> {
    const missing = new Set(this.#processes.map((worker) => worker.name));
    const stopReminding = remindOfMissing(() => [...missing], this.#say);
    const deadline = this.#deadline(missing);
    try {
      const all = this.#processes.map(async ({ name, listening }) => {
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
    for (const { name, ended } of this.#processes) {
      void ended.then((how) => {
        if (!this.#stopping) callback({ name, how });
      });
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#processes.map((worker) => worker.stop()));
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
