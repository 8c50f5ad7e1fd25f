/** What is wrong with a feed, if anything. */
export const feedHealths = ['ok', 'never', 'silent', 'failing', 'off'] as const;
export type FeedHealth = (typeof feedHealths)[number];

/** A feed that is used is heard of every day. */
export const feedSilentAfterMs = 24 * 3_600_000;

interface FeedSigns {
  /** When the last accepted check-in was received; null: never */
  lastCheckInAt: Date | null;
  /** Its devices are read from an MDM, and the last run failed */
  failing: boolean;
  /** Its devices would be read from an MDM, but that is switched off, or was never switched on */
  off: boolean;
}

export function feedHealth({ lastCheckInAt, failing, off }: FeedSigns, now: Date): FeedHealth {
  if (failing) return 'failing';
  if (off) return 'off';
  if (lastCheckInAt === null) return 'never';
  return now.getTime() - lastCheckInAt.getTime() > feedSilentAfterMs ? 'silent' : 'ok';
}
