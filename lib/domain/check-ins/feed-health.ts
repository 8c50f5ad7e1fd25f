/** What is wrong with a feed, if anything. */
export const feedHealths = ['ok', 'never', 'silent', 'failing'] as const;
export type FeedHealth = (typeof feedHealths)[number];

/** A feed that is used is heard of every day. */
export const feedSilentAfterMs = 24 * 3_600_000;

interface FeedSigns {
  /** When the last accepted check-in was received; null: never */
  lastCheckInAt: Date | null;
  /** Its devices are read from an MDM, and the last run failed */
  failing: boolean;
}

export function feedHealth({ lastCheckInAt, failing }: FeedSigns, now: Date): FeedHealth {
  if (failing) return 'failing';
  if (lastCheckInAt === null) return 'never';
  return now.getTime() - lastCheckInAt.getTime() > feedSilentAfterMs ? 'silent' : 'ok';
}
