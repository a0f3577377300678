import { loadConfig } from "@chimera/config";
import type { Environment } from "@chimera/config";
import type { Master, RunningMaster } from "@chimera/nodes";
import { LaunchError } from "../launch-error.ts";
import { bringUp, checkMaster, defaultProject } from "./bring-up.ts";
import { createClosing } from "./closing.ts";
import { describeFault } from "./describe-fault.ts";
import { endOnInterrupt, exitCodeOf, leave } from "./end-process.ts";
import { exampleRequest } from "./example-request.ts";
import { fitAndScore } from "./fit-and-score.ts";

export interface RunOptions {
  /** `CHIMERA_*` variables that override the process's environment and the project's `.env`. */
  env?: Environment;
  /** The user's folder. Default: `CHIMERA_PROJECT`, else the folder of the program's main file. */
  projectDir?: string;
}

/**
 * Starts the workers as `CHIMERA_RUNTIME` says, waits until they are healthy, and serves the master. With
 * `CHIMERA_FIT_ON_START=1` it fits at once and scores the hold-out in `chimera_test_data`; with `CHIMERA_ONCE=1` it
 * fits, scores, closes everything and ends the process: with exit code 0, or 1 when that failed.
 *
 * What keeps it from serving (a fault in the configuration, a worker that cannot start, a port in use …) is printed on
 * stderr, and the process ends with exit code 1. Ctrl-C and SIGTERM close the master and the workers: exit code 0 when
 * the master was serving, otherwise 128 + the signal's number (130, 143). A second Ctrl-C ends the process at once.
 *
 * @param port of the master on `CHIMERA_MASTER_HOST` (default 127.0.0.1); `CHIMERA_MASTER_PORT` overrides it
 * @returns the master, once it serves and the first fit (if one was asked for) is over
 */
export async function run(
  master: Master,
  port = 8081,
  { env = {}, projectDir }: RunOptions = {},
): Promise<RunningMaster> {
  const closing = createClosing();
  let serving = false;
  endOnInterrupt(closing, (signal) => (serving ? 0 : exitCodeOf(signal)));
  const tell = (error: unknown) => {
    // Once everything is being closed, whatever goes on fails because of it.
    if (!closing.begun) console.error(describeFault(error));
  };
  try {
    checkMaster(master, 'run(new AggregationMaster("classifier"), 8080)');
    checkPort(port);
    const config = loadConfig({ projectDir: projectDir ?? defaultProject(env), overrides: env });
    config.warnings.forEach((line) => console.error(line));
    // Before the workers: a mistake in the master's own file is told at once.
    await master.ready();
    master.requireWorkers(config.workers.map(({ name }) => name));
    const running = await bringUp(master, port, { config, env, closing });
    if (config.once) {
      await fitAndScore(master, running, config);
      return await leave(closing, 0);
    }
    serving = true;
    const example = config.fitOnStart ? await fitAndScore(master, running, config).catch(tell) : undefined;
    if (closing.begun) return await leave(closing, 0);
    console.log(`\nCtrl-C ends it. Try:\n${exampleRequest(master.kind, running.url, example ?? undefined)}`);
    return running;
  } catch (error) {
    tell(error);
    return await leave(closing, 1);
  }
}

/** Types do not reach a JavaScript user. @throws LaunchError */
function checkPort(port: unknown): void {
  if (Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65535) return;
  throw new LaunchError(`run expects a port 0…65535 after the master, got ${String(port)}.`);
}
