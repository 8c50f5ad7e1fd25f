/** What is wrong with a feed, if anything. */
export const feedHealths = ['ok', 'never', 'silent'] as const;
export type FeedHealth = (typeof feedHealths)[number];

/** A feed that is used is heard of every day. */
export const feedSilentAfterMs = 24 * 3_600_000;

/** `lastCheckInAt`: when the last accepted check-in was received; null: never. */
export function feedHealth(lastCheckInAt: Date | null, now: Date): FeedHealth {
  if (lastCheckInAt === null) return 'never';
  return now.getTime() - lastCheckInAt.getTime() > feedSilentAfterMs ? 'silent' : 'ok';
}
