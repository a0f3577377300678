import type { RunningMaster } from "@chimera/nodes";
import type { Fleet } from "../fleet/fleet.ts";

export interface ExitOptions {
  /** Whether the algorithm can do nothing without one of its workers. */
  needsAll: boolean;
  /** Prints a line for the user. */
  say: (line: string) => void;
}

/** Tells the master, and the user, of workers that end: where they are started again, or that they are gone. */
export function followExits(
  fleet: Pick<Fleet, "onExit">,
  master: Pick<RunningMaster, "moveWorker" | "giveUpWorker">,
  { needsAll, say }: ExitOptions,
): void {
  fleet.onExit(({ name, how, again }) => {
    if (again === undefined) {
      master.giveUpWorker(name, `It ${how}, and is not started again: ${CURE}.`);
      say(`Worker ${name} ${how}; ${needsAll ? `fits fail without it: ${CURE}` : "fits go on without it"}.`);
      return;
    }
    say(`Worker ${name} ${how}; it is started again.`);
    again.then(
      (address) => {
        master.moveWorker(address);
        say(`Worker ${name} runs again.`);
      },
      (error: unknown) => say(error instanceof Error ? error.message : String(error)),
    );
  });
}

const CURE = "end this program with Ctrl-C and start it anew";
