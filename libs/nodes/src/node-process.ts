/** What a worker tells the process that started it. */
export type WorkerMessage = { type: "listening"; url: string } | { type: "failed"; message: string };

/** The launcher at the other end of the IPC channel, if there is one. When the channel closes, this process ends. */
export function parentProcess(): { announce(message: WorkerMessage): Promise<void> } | undefined {
  if (process.send === undefined) return undefined;
  process.once("disconnect", () => process.exit(0));
  return { announce: (message) => new Promise((resolve) => process.send?.(message, () => resolve())) };
}

/** `docker stop` and Ctrl-C end a node at once instead of after a grace of ten seconds. */
export function endWithSignals(close: () => Promise<void>): void {
  const end = (): void => void close().finally(() => process.exit(0));
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}
