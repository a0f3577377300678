import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isOwnError } from "../own-error.ts";

/** An error, or what came of it through an IPC channel. */
export type ThrownError = Pick<Error, "name" | "message" | "stack">;

/**
 * What went wrong in a user's file: the place, the message, and the lines of the project that led there. Lines of the
 * framework and of Node.js are left out.
 *
 * @param file which was run, for errors that tell no place
 */
export function describeUserFault(error: ThrownError, file: string, projectDir: string): string {
  const [place = relative(process.cwd(), file), ...callers] = placesIn(error.stack ?? "", projectDir);
  const kind = error.name === "Error" || isOwnError(error) ? "" : `${error.name}: `;
  return [`${place}: ${kind}${error.message}`, ...callers.map((caller) => `    called at ${caller}`)].join(
    "\n",
  );
}

/** The `file:line:column` of a stack's frames that lie in the project, innermost first. */
function placesIn(stack: string, projectDir: string): string[] {
  return stack
    .split("\n")
    .map((line) => /^\s+at (?:.*\()?(.+:\d+:\d+)\)?$/u.exec(line)?.[1])
    .filter((place) => place !== undefined)
    .map((place) => (place.startsWith("file:") ? fileURLToPath(place) : place))
    .filter((place) => place.startsWith(projectDir + sep) && !place.includes(`${sep}bundle-`))
    .map((place) => relative(process.cwd(), place));
}
