import type { Severity } from "./node-logs.ts";

export interface ConsoleEntry {
  /** ms since 1970. */
  time: number;
  node: string;
  level: Severity;
  text: string;
}

const PREFIX: Record<Severity, string> = { info: "", warn: "warning: ", error: "error: " };

/** One entry of the status log for human eyes, in local time: `12:03:04 master  worker2 failed in round 3: …`. */
export function consoleLine({ time, node, level, text }: ConsoleEntry): string {
  return `${clock(new Date(time))} ${node}  ${PREFIX[level]}${text.trim().replaceAll(/\s*\n\s*/g, " | ")}`;
}

function clock(date: Date): string {
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
