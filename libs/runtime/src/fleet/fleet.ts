import type { ChimeraConfig } from "@chimera/config";
import type { WorkerAddress } from "@chimera/nodes";

/** A worker that ended by itself after it had been healthy. */
export interface WorkerExit {
  name: string;
  /** How it ended, continuing "it …", e.g. `was killed by SIGKILL`. */
  how: string;
  /**
   * Its address, once it runs again; left out when it is not started again. Rejects with LaunchError when it ends before it
   * listens: that is an exit too.
   */
  again?: Promise<WorkerAddress>;
}

/** The workers of one run. */
export interface Fleet {
  /**
   * Waits until every worker is healthy; while some are not, a line every two seconds says which.
   *
   * @throws LaunchError when one cannot start or the time is over (`CHIMERA_START_TIMEOUT`), or when `stop` was called
   */
  ready(): Promise<WorkerAddress[]>;
  /** Calls back for each worker that ends while nobody stops the fleet. A launcher that cannot know never calls. */
  onExit(callback: (exit: WorkerExit) => void): void;
  /** Ends what the launcher started, and returns when it is gone. May be called at any time, and again. */
  stop(): Promise<void>;
}

/** What a launcher needs besides the configuration. */
export interface LaunchOptions {
  /** Variables given to `run` in the program; they override the environment and `.env` of the workers too. */
  env: Readonly<Record<string, string | undefined>>;
  /** How often a worker that ends by itself is started again, by a launcher that can. */
  restarts: number;
  /** Prints a line for the user. */
  say: (line: string) => void;
}

/** Starts workers, or finds them: `CHIMERA_RUNTIME` chooses which one does. */
export interface Launcher {
  /** Begins to start the workers. @throws LaunchError when not even that is possible */
  start(config: ChimeraConfig, options: LaunchOptions): Promise<Fleet>;
}
