/** Beyond it JavaScript writes numbers with an exponent. They have no fraction. */
const LARGE = 1e21;

/**
 * The number with so many decimals, as C and Python write it: of two equally near the one with an even last digit, where
 * JavaScript's `toFixed` takes the one further from 0.
 *
 * @param decimals 0…100.
 */
export function fixedDecimals(x: number, decimals: number): string {
  if (Math.abs(x) >= LARGE) return BigInt(x).toString() + (decimals > 0 ? `.${"0".repeat(decimals)}` : "");
  const rounded = x.toFixed(decimals);
  return isTie(x, decimals) && isOdd(rounded) ? towardsZero(x, decimals) : rounded;
}

/** Whether x lies midway: then its digits end with a 5 right after those that are written. */
function isTie(x: number, decimals: number): boolean {
  const [, fraction] = x.toFixed(100).split(".");
  return /^50*$/.test(fraction.slice(decimals));
}

function isOdd(digits: string): boolean {
  return Number(digits.at(-1)) % 2 === 1;
}

/** Cuts the 5 off. */
function towardsZero(x: number, decimals: number): string {
  return x.toFixed(decimals + 1).slice(0, decimals > 0 ? -1 : -2);
}
