import { availableParallelism, cpus, loadavg } from "node:os";

/** Above this many waiting processes figures are those of a busy machine. */
const QUIET_LOAD = 0.5;

/** What the figures depend on: date, processor, cores, Node.js, and what else the machine does. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const [load] = loadavg();
  const remark = load > QUIET_LOAD ? ` (busy: for figures that count it should be below ${QUIET_LOAD})` : "";
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${model}, ${availableParallelism()} cores, Node.js ${process.version}, load ${load.toFixed(2)}${remark}`;
}
