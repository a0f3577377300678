import { entryOf } from "./node-logs.ts";
import type { Facts, NodeLogs, Say, Severity, TimeEntry } from "./node-logs.ts";

/** Logs that keep their entries in memory and write nothing: for tests and for lessons in one process. */
export interface SilentLogs extends NodeLogs {
  statusEntries: { level: Severity; text: string; facts: Facts }[];
  timeEntries: TimeEntry[];
}

export function silentLogs(): SilentLogs {
  const statusEntries: SilentLogs["statusEntries"] = [];
  const timeEntries: TimeEntry[] = [];
  const say = (level: Severity): Say => {
    return (first: string | Facts, second?: string) =>
      void statusEntries.push({ level, ...entryOf(first, second) });
  };
  return {
    statusEntries,
    timeEntries,
    status: { info: say("info"), warn: say("warn"), error: say("error") },
    time: (entry) => void timeEntries.push(entry),
    close: () => Promise.resolve(),
  };
}
