/** How often the user is told who is still missing. */
const REMINDER_MS = 2000;

/**
 * Says every two seconds who is still missing and for how long, until the returned function is called:
 * `Waiting for worker2 and worker3 (4 s) …`
 *
 * @param missing names of those who are not there yet
 */
export function remindOfMissing(missing: () => string[], say: (line: string) => void): () => void {
  let reminders = 0;
  const timer = setInterval(() => {
    reminders++;
    say(`Waiting for ${inWords(missing())} (${(reminders * REMINDER_MS) / 1000} s) …`);
  }, REMINDER_MS);
  return () => clearInterval(timer);
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
  const last = names.slice(-1);
  const rest = names.slice(0, -1);
  return rest.length === 0 ? last.join("") : `${rest.join(", ")} and ${last}`;
}
