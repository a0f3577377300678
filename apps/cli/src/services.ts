import type { Environment } from "@chimera/config";
import type { RunProjectOptions } from "@chimera/runtime";
import type { Connect } from "./master-call.ts";

/** What the commands need of the world around them; tests give their own. */
export interface Services {
  /** Root of the clone, absolute. */
  repositoryDir: string;
  /** Folder that relative paths start from, absolute. */
  cwd: string;
  env: Environment;
  /** Of the project, e.g. `0.2.0`. */
  version: string;
  /** Prints a result, one or several lines, to stdout. */
  print(text: string): void;
  /** Tells the user something that is no result, on stderr. */
  say(text: string): void;
  /** Runs a project's master in this process; it may go on serving after the promise is fulfilled. */
  runProject(options: RunProjectOptions): Promise<void>;
  /** Runs a TypeScript file, an absolute path, in this process, until its top level is done. */
  runFile(file: string): Promise<void>;
  connect: Connect;
}
