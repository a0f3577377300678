const BASE_MS = 100;
const CAP_MS = 5_000;

/**
 * Milliseconds to wait before a further try: exponential with a cap and full jitter, so that many clients of one
 * failed worker do not come back at once (Brooker, "Exponential Backoff And Jitter"):
 *
 *     wait = random · min(cap, base · 2^retry),   base 100 ms, cap 5 s
 *
 * @param retry 0 before the first further try.
 * @param random 0…1.
 */
export function backoffMs(retry: number, random: number): number {
  return random * Math.min(CAP_MS, BASE_MS * 2 ** retry);
}
