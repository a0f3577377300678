import { join } from "node:path";
import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";
import { openAppendFile } from "../files/append-file.ts";
import type { AppendFile } from "../files/append-file.ts";
import { consoleLine } from "./console-line.ts";
import { entryOf, STATUS_LOG, TIME_LOG } from "./node-logs.ts";
import type { Facts, LogLevel, NodeLogs, Say, Severity, TimeEntry } from "./node-logs.ts";

export interface NodeLogsOptions {
  /** Folder of all nodes' logs; it is made when missing. */
  dir: string;
  /** Name of this node, e.g. `master` or `worker1`: its subfolder, and a field of every entry. */
  node: string;
  /** Least severity kept; time entries have `info`. Default `info`. */
  level?: LogLevel;
  /**
   * Whether status entries are also printed, one readable line each: to stderr, or to the given place (which may, for
   * instance, print above a progress bar). Default false.
   */
  console?: boolean | Printer;
  /** Clock in ms since 1970. Default `Date.now`. */
  now?: () => number;
}

/** Takes whole lines, each with its line feed. */
export interface Printer {
  write(line: string): unknown;
}

/**
 * Opens `<dir>/<node>/chimera_status.log` and `chimera_time.log`, JSON lines as pino writes them (`level` 30 info,
 * 40 warning, 50 error; `time` in ISO 8601; `pid`, `hostname`, `node`, facts, `msg`), appended to what is there.
 *
 * Entries gather in memory and reach the disk within about a second, at `close` and at the end of the process. Where
 * a file cannot be written the reason is printed once, and the node goes on with its console alone.
 */
export function openNodeLogs(options: NodeLogsOptions): NodeLogs {
  const { dir, node, level = "info", now = Date.now } = options;
  const printer = typeof options.console === "object" ? options.console : process.stderr;
  const print = (severity: Severity, text: string) =>
    printer.write(`${consoleLine({ time: now(), node, level: severity, text })}\n`);

  let printing = Boolean(options.console);
  let told = false;
  const goOnWithConsole = (sentence: string) => {
    if (!told) print("warn", sentence);
    told = printing = true;
  };
  const [statusFile, timeFile] = [STATUS_LOG, TIME_LOG].map((name) =>
    openAppendFile(join(dir, node, name), goOnWithConsole),
  );
  const statusLog = openPino(statusFile ?? { write: () => undefined }, { node, level }, () => isoTime(now()));

  const say = (severity: Severity): Say => {
    return (first: string | Facts, second?: string) => {
      const { text, facts } = entryOf(first, second);
      statusLog[severity](facts, text);
      if (printing && statusLog.isLevelEnabled(severity)) print(severity, text);
    };
  };
  return {
    status: { info: say("info"), warn: say("warn"), error: say("error") },
    time: timeLogger(timeFile, { node, level }, now),
    close: async () => void (await Promise.all([statusFile?.close(), timeFile?.close()])),
  };
}

/** Notes each entry with its time, and lets pino make the lines when they are written. */
function timeLogger(file: AppendFile | undefined, facts: PinoFacts, now: () => number): NodeLogs["time"] {
  let line = "";
  let time = 0;
  const log = openPino({ write: (text) => (line = text) }, facts, () => isoTime(time));
  const lineOf = (entry: TimeEntry, at: number): string => {
    line = "";
    time = at;
    log.info(withMicroseconds(entry));
    return line;
  };
  return (entry) => {
    const at = now();
    file?.later(() => lineOf(entry, at));
  };
}

function openPino(destination: DestinationStream, { node, level }: PinoFacts, time: () => string): Logger {
  return pino({ level, timestamp: () => `,"time":"${time()}"` }, destination).child({ node });
}

interface PinoFacts {
  node: string;
  level: LogLevel;
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Digits beyond the microsecond are noise, and a third of the line. */
function withMicroseconds(entry: TimeEntry): TimeEntry {
  return { ...entry, latencyMs: Math.round(entry.latencyMs * 1000) / 1000 };
}
