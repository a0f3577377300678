import { constants } from "node:os";
import type { Closing } from "./closing.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * On Ctrl-C, SIGTERM and a closed terminal: closes what is open and ends the process. A second signal ends it at once;
 * children that are still alive are killed on the way out.
 *
 * @param exitCodeFor decides the exit code when the signal comes
 */
export function endOnInterrupt(closing: Closing, exitCodeFor: (signal: NodeJS.Signals) => number): void {
  for (const signal of SIGNALS) {
    process.on(signal, async () => {
      const exitCode = exitCodeFor(signal);
      if (closing.begun) process.exit(exitCode);
      await closing.close();
      process.exit(exitCode);
    });
  }
}

/** The exit code of a program that a signal ended, as shells have it: 130 for Ctrl-C. */
export const exitCodeOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

/** Closes what is open and ends the process. When an interrupt is doing so already, the end is left to it. */
export async function leave(closing: Closing, exitCode: number): Promise<never> {
  if (!closing.begun) {
    await closing.close();
    // Where stdout is a pipe that does not write at once, an empty write comes back after everything before it.
    process.stdout.write("", () => process.exit(exitCode));
  }
  return new Promise<never>(() => undefined);
}
