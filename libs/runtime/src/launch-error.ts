/** The nodes cannot be started, reached or kept; the message is a sentence for the user: what, why, what to do. */
export class LaunchError extends Error {
  override readonly name = "LaunchError";
}
