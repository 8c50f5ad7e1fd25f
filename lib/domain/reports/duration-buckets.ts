/**
 * Durations are counted in buckets, each 10 % wider than the one before: counts of hours can then be added up, and a
 * percentile of any of them is right to 5 %. Bucket n holds [ratio^n, ratio^(n+1)) ms.
 */
export const bucketRatio = 1.1;

/** How often a duration of this bucket was met. */
export interface BucketCount {
  bucket: number;
  count: number;
}

/** The duration in ms that a share of all did not exceed, such as 0.95; null: there was none. */
export function percentileOf(counts: readonly BucketCount[], share: number): number | null {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  let rest = Math.max(1, Math.ceil(share * total));
  for (const { bucket, count } of counts.toSorted((a, b) => a.bucket - b.bucket)) {
    rest -= count;
    if (rest <= 0) return Math.round(bucketRatio ** (bucket + 0.5));
  }
  return null;
}
