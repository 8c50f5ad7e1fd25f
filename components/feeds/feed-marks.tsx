'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleOff } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import type { FeedItem } from '#lib/contract/feed';
import type { FeedHealth } from '#lib/domain/check-ins/feed-health';

const healthLooks = {
  ok: { tone: 'good', icon: CircleCheck },
  never: { tone: 'muted', icon: CircleDashed },
  silent: { tone: 'bad', icon: CircleOff },
  failing: { tone: 'bad', icon: CircleAlert },
  off: { tone: 'muted', icon: CircleMinus },
} as const satisfies Record<FeedHealth, StatusLook>;

export const FeedHealthStatus = statusBadge(healthLooks, () => useTranslations('feeds.health'));

/** The page of a feed: that of the MDM, where Tenko reads one. */
export function feedHref({ name, source }: FeedItem): `/feeds/${string}` | `/sources/${string}` {
  return source === null ? `/feeds/${encodeURIComponent(name)}` : `/sources/${source.id}`;
}

export function LastCheckIn({ feed: { lastCheckInAt } }: { feed: FeedItem }) {
  const t = useTranslations('feeds');
  if (lastCheckInAt === null) return <span className="text-muted">{t('never')}</span>;
  return <RelativeTime value={lastCheckInAt} />;
}

/** The number of devices, as a link to their list. */
export function DevicesOfFeed({ feed: { name, devices } }: { feed: FeedItem }) {
  const t = useTranslations('feeds');
  if (devices === 0) return <span className="text-muted">{t('devices', { count: 0 })}</span>;
  return (
    <Link
      href={`/devices?feed=${encodeURIComponent(name)}`}
      prefetch={false}
      className="rounded-md text-accent hover:underline"
    >
      {t('devices', { count: devices })}
    </Link>
  );
}

/** Accepted check-ins of the last day: those that counted, repeated what is known, or were too old. */
export function acceptedOf({ outcomes }: FeedItem): number {
  return outcomes.created + outcomes.changed + outcomes.unchanged + outcomes.stale;
}
