/** Medians and quartiles. */

/** @param {number[]} numbers  @param {number} share  0 to 1 */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}

export const median = (numbers) => quantile(numbers, 0.5);

/** The middle half, as `low–high`. */
export const middleHalf = (numbers, write) =>
  [0.25, 0.75].map((share) => write(quantile(numbers, share))).join("–");
