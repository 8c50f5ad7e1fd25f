import { nameKeyOf } from '../text/name-key.ts';

export const tagBounds = {
  /** Of one tag */
  letters: 50,
  /** On one device */
  each: 20,
  /** Devices that get or lose tags at once */
  devices: 1_000,
} as const;

export const noteBounds = { letters: 4_000, each: 200 } as const;

/** Each tag once, as it was written first. */
export function distinctTags(names: readonly string[]): string[] {
  return [...new Map(names.toReversed().map((name) => [nameKeyOf(name), name])).values()].toReversed();
}

/** What a device has after tags were added and removed, by their keys: what is both is added. */
export function tagsAfter(
  has: readonly string[],
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): string[] {
  const gone = new Set(remove.map(nameKeyOf));
  return distinctTags([...has.filter((name) => !gone.has(nameKeyOf(name))), ...add]);
}
