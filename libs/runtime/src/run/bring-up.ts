import { dirname, resolve } from "node:path";
import type { ChimeraConfig, Environment } from "@chimera/config";
import type { Master, RunningMaster } from "@chimera/nodes";
import { LaunchError } from "../launch-error.ts";
import type { Closing } from "./closing.ts";
import { followExits } from "./follow-exits.ts";
import { launchers } from "./launchers.ts";

/** Types do not reach a JavaScript user. @param example of a right call. @throws LaunchError */
export function checkMaster(master: unknown, example: string): void {
  if (typeof (master as Partial<Master> | undefined)?.listen === "function") return;
  const [name] = example.split("(");
  throw new LaunchError(`${name} expects a master first, e.g. ${example}.`);
}

/** The user's folder, where the program does not say it. */
export const defaultProject = (env: Environment) =>
  resolve(env.CHIMERA_PROJECT || process.env.CHIMERA_PROJECT || dirname(process.argv[1] ?? "."));

/** How often one worker is started again: who ends more often has a fault that starting does not mend. */
const MOST_RESTARTS = 3;

interface Surroundings {
  config: ChimeraConfig;
  env: Environment;
  closing: Closing;
}

/** Workers first, then the master; what has to be closed is noted in `closing` as soon as it is open. */
export async function bringUp(
  master: Master,
  port: number,
  { config, env, closing }: Surroundings,
): Promise<RunningMaster> {
  const started = performance.now();
  // A pipeline needs all of its workers; the other masters go on without.
  const restarts = master.kind === "pipeline" ? MOST_RESTARTS : 0;
  const fleet = await launchers[config.runtime].start(config, { env, restarts, say: console.log });
  closing.add(() => fleet.stop());
  const workers = await fleet.ready();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${workers.map(({ name }) => name).join(", ")}: healthy after ${seconds} s (${config.runtime})`,
  );
  const running = await master.listen({
    workers,
    host: config.masterHost,
    port: config.masterPort ?? port,
    config,
  });
  closing.add(() => running.close());
  followExits(fleet, running, {
    needsAll: master.kind === "pipeline",
    // A worker that is ended before it listens is no news.
    say: (line) => void (closing.begun || console.error(line)),
  });
  console.log(`The master serves ${running.url}`);
  return running;
}
