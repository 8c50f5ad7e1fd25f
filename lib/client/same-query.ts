import type { ViewQuery } from '../contract/view.ts';

/** Whether two queries of the list show the same; the order in which values were chosen means nothing. */
export function isSameQuery(one: ViewQuery, other: ViewQuery): boolean {
  return canonical(one) === canonical(other);
}

function canonical({ filter, sort }: ViewQuery): string {
  const entries = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value])
    .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  return JSON.stringify([entries, sort]);
}
