export interface BoundedCount {
  value: number;
  /** False: there are more than `value` */
  exact: boolean;
}

/** What a count up to `most + 1` tells. */
export function boundedCount(counted: number, most: number): BoundedCount {
  return { value: Math.min(counted, most), exact: counted <= most };
}

/** The most frequent first; of equal values, those that may be more. */
export function mostFirst<One extends { count: BoundedCount }>(items: readonly One[]): One[] {
  return items.toSorted(
    ({ count: one }, { count: other }) => other.value - one.value || Number(one.exact) - Number(other.exact),
  );
}
