import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { basename } from "node:path";
import type { WorkerMessage } from "@chimera/nodes";
import { LaunchError } from "../launch-error.ts";
import { describeUserFault } from "../user-module/user-fault.ts";
import type { ThrownError } from "../user-module/user-fault.ts";
import { prefixLines } from "./prefix-lines.ts";

/** How long a worker may take to end after SIGTERM before it is killed; a node lets running requests end for 2 s. */
const GRACE_MS = 3000;

export interface WorkerCommand {
  name: string;
  /** JavaScript, or TypeScript where Node.js runs it as it is. */
  file: string;
  /** The user's own file and folder, for messages. */
  userFile: string;
  projectDir: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

/** One worker as a child process. */
export interface WorkerProcess {
  readonly name: string;
  /** Its base address once it listens. Rejects with LaunchError when the process ends before. */
  readonly listening: Promise<string>;
  /** How it ended, after the last line it printed; continues "it …". */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** What comes over the IPC channel: from `serve`, or from the handler below. */
type ChildMessage = WorkerMessage | { type: "threw"; error: ThrownError };

/**
 * Runs in the worker before the user's file. The worker ends when this process is gone, from its first moment on; and
 * an error that nobody catches goes to the launcher, not to stderr.
 */
const beforeUserFile = `
  process.on("disconnect", () => process.exit());
  process.channel.unref(); // A file that does not serve shall end by itself.
  process.on("uncaughtException", (thrown) => {
    const { name = "Error", message = String(thrown), stack = "" } = Object(thrown);
    process.send({ type: "threw", error: { name, message, stack } }, () => process.exit(1));
  });`;

/** Errors show lines of the user's file, not of its bundle; Node 22 need not say that it strips types. */
const nodeOptions = [
  "--enable-source-maps",
  ...(process.features.typescript ? ["--disable-warning=ExperimentalWarning"] : []),
  `--import=data:text/javascript,${encodeURIComponent(beforeUserFile)}`,
];

/**
 * Starts a worker. It ends with this process, however that ends: a worker exits when its IPC channel closes, and one
 * that is alive when this process exits by itself is killed.
 */
export function startWorkerProcess(command: WorkerCommand): WorkerProcess {
  const { name, file, env, say } = command;
  const child = spawn(process.execPath, [...nodeOptions, file], {
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Out of the terminal's reach: Ctrl-C is for this process, which then ends its workers. (Windows would open a window.)
    detached: process.platform !== "win32",
  });
  alive.add(child);
  prefixLines(name, child.stdout!, say);
  prefixLines(name, child.stderr!, say);

  const ended = endOf(child);
  void ended.then(() => alive.delete(child));
  return { name, ended, listening: listeningOf(child, ended, command), stop: () => stop(child, ended) };
}

const alive = new Set<ChildProcess>();
process.on("exit", () => alive.forEach((child) => child.kill("SIGKILL")));

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started (${error.message})`));
    // "close" comes after "exit", when everything it printed has been read.
    child.once("close", (code, signal) =>
      resolve(signal ? `was killed by ${signal}` : `ended with exit code ${code}`),
    );
  });
}

function listeningOf(child: ChildProcess, ended: Promise<string>, command: WorkerCommand): Promise<string> {
  const { name, userFile, projectDir, say } = command;
  let isListening = false;
  let reason: string | undefined;
  const url = new Promise<string>((resolve) => {
    child.on("message", (message: ChildMessage) => {
      isListening ||= message.type === "listening";
      if (message.type === "listening") return resolve(message.url);
      reason =
        message.type === "failed" ? message.message : describeUserFault(message.error, userFile, projectDir);
      if (isListening) say(`${name} | ${reason}`);
    });
  });
  const failure = ended.then((how) => {
    throw new LaunchError(`Worker ${name} could not start: ${reason ?? `it ${how}. ${hint(how, command)}`}`);
  });
  return Promise.race([url, failure]);
}

function hint(how: string, { name, userFile }: WorkerCommand): string {
  if (how.endsWith("code 0")) return `Does chimera_workers/${basename(userFile)} call .serve()?`;
  return `What it printed stands above, after "${name} |".`;
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(impatience);
}
