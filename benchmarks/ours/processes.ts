import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface ProcessEntry {
  pid: number;
  /** Program and arguments. */
  command: string;
}

/** Whether this system tells about its processes in files: see proc(5). */
export const hasProc = existsSync("/proc/self/status");

/** The processes that a process has started, by `PPid` of /proc/<pid>/status. */
export function childrenOf(parent: number): ProcessEntry[] {
  if (!hasProc) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
  return pids
    .filter((pid) => statusOf(pid).includes(`\nPPid:\t${parent}\n`))
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll("\0", " ") }));
}

/** Resident memory, `VmRSS` of /proc/<pid>/status, in MB (10⁶ bytes). */
export const residentMegabytes = (pid: number): number => megabytesOf("VmRSS", pid);

/** The most resident memory that the process ever had, `VmHWM`, in MB (10⁶ bytes). */
export const peakMegabytes = (pid: number): number => megabytesOf("VmHWM", pid);

function megabytesOf(field: string, pid: number): number {
  const [, kibibytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, "mu").exec(statusOf(pid)) ?? [];
  if (kibibytes === undefined) throw new Error(`There is no process ${pid} any more.`);
  return (Number(kibibytes) * 1024) / 1e6;
}

const statusOf = (pid: string | number) => read(`/proc/${pid}/status`);

/** Empty for a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
