/** Between two looks at who the parent is. */
const PERIOD_MS = 500;

/**
 * Lets this program end, as by a signal, when npm or npx, which started it, was ended by one: they hand it to a shell between,
 * which dies of it, and the program would go on without anybody who knows of it.
 *
 * @param event what npm says of itself in `npm_lifecycle_event`: `start`, or `npx`
 */
export function endWithNpm(event) {
  if (process.env.npm_lifecycle_event !== event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, PERIOD_MS);
  watch.unref();
}
