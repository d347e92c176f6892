// How long calls took, by what a process counts: how often each bucket was met, and the sum.

/**
 * @typedef {object} Times
 * @property {number[]} buckets how many calls in each: bucket i is of those below 2^(i+8) ns that
 *   are not in the one before
 * @property {number} tookUs all of them together
 */

/** @param {number} bucket its upper bound */
const highMs = (bucket) => 2 ** (bucket + 8) / 1e6;
/** @param {number} bucket its lower bound */
const lowMs = (bucket) => (bucket === 0 ? 0 : highMs(bucket) / 2);

/**
 * Between which times the call lies that is the `rank`-th of its bucket: those that took as long or
 * longer, and those that took as long or shorter, must leave room for one another in the sum.
 * @param {Times} times
 * @param {number} bucket
 * @param {number} rank 1: the quickest
 */
function boundsOf({ buckets, tookUs }, bucket, rank) {
  const others = buckets.map((n, i) => (i === bucket ? 0 : n));
  const sum = (/** @type {(bucket: number) => number} */ edge) =>
    others.reduce((all, n, i) => all + (n > 0 ? n * edge(i) : 0), 0);
  const n = buckets[bucket];
  const [low, high] = [lowMs(bucket), highMs(bucket)];
  const took = tookUs / 1000;
  const most = (took - sum(lowMs) - (rank - 1) * low) / (n - rank + 1);
  const least = (took - sum(highMs) - (n - rank) * high) / rank;
  return { least: Math.max(low, least), most: Math.max(low, Math.min(high, most)) };
}

/**
 * The time that this share of calls took no longer than, in milliseconds: as if those of a bucket
 * lay evenly in it, and within what their sum leaves possible. Null when there were none.
 * @param {Times} times
 * @param {number} share
 */
export function quantileMs(times, share) {
  const all = times.buckets.reduce((sum, n) => sum + n, 0);
  let left = all * share;
  for (const [i, n] of times.buckets.entries()) {
    if (n > 0 && left <= n) {
      const even = lowMs(i) + ((highMs(i) - lowMs(i)) * left) / n;
      const { least, most } = boundsOf(times, i, Math.max(1, Math.ceil(left)));
      return Math.min(Math.max(even, least), most);
    }
    left -= n;
  }
  return null;
}

/** @param {Times[]} all @returns {Times} */
export function together(all) {
  /** @type {number[]} */
  const sum = [];
  for (const { buckets } of all) for (const [i, n] of buckets.entries()) sum[i] = (sum[i] ?? 0) + n;
  return {
    buckets: Array.from(sum, (n) => n ?? 0),
    tookUs: all.reduce((took, one) => took + one.tookUs, 0),
  };
}
