'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import {
  CircleCheck,
  CircleHelp,
  CirclePause,
  CloudAlert,
  CloudOff,
  Hourglass,
  PowerOff,
  Unplug,
} from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { devicesHref } from '#lib/client/lists/list-links';
import type { ConnectionState } from '#lib/contract/connection';
import { type ConnectionCondition, unhealthyGraphChannels } from '#lib/domain/azure/connection-condition';

export const conditionLooks = {
  deprovisioned: { tone: 'bad', icon: Unplug },
  no_worker: { tone: 'bad', icon: PowerOff },
  paused: { tone: 'wait', icon: CirclePause },
  restoring: { tone: 'wait', icon: Hourglass },
  unhealthy: { tone: 'bad', icon: CloudOff },
  channel_unhealthy: { tone: 'bad', icon: CloudOff },
  channels_off: { tone: 'wait', icon: PowerOff },
  throttled: { tone: 'wait', icon: Hourglass },
  failing: { tone: 'wait', icon: CloudAlert },
  restored: { tone: 'wait', icon: Hourglass },
  untried: { tone: 'muted', icon: CircleHelp },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<ConnectionCondition, StatusLook>;

/** The name of a condition. */
export const ConditionStatus = statusBadge(conditionLooks, () => useTranslations('connection.condition'));

interface Props {
  connection: ConnectionState;
  condition: ConnectionCondition;
}

/** Counts of the API stop after this. */
const mostCounted = 10_000;

/** Since when the connection is in this condition, and what that means. */
export function ConditionText({ connection, condition }: Props) {
  const t = useTranslations('connection');
  const channelName = useTranslations('connection.channel');
  const format = useFormatter();
  const since = sinceOf(connection, condition);
  if (condition === 'no_worker' && since === null) return t('about.no_worker_ever');
  const waiting = connection.restore?.waiting ?? 0;
  const isMore = condition === 'restored' && waiting > mostCounted;
  return t.rich(isMore ? 'about.restored_more' : `about.${condition}`, {
    by: connection.paused?.by ?? '',
    read: connection.restore?.read ?? 0,
    total: connection.restore?.devices ?? 0,
    waiting: Math.min(waiting, mostCounted),
    devices: (words) => (
      <Link href={devicesHref({ restored: true })} className="font-medium underline underline-offset-2">
        {words}
      </Link>
    ),
    channels: format.list(unhealthyGraphChannels(connection.channels).map(({ name }) => channelName(name))),
    ago: () => since && <RelativeTime value={since} future={condition === 'throttled'} />,
  });
}

function sinceOf(connection: ConnectionState, condition: ConnectionCondition): string | null {
  switch (condition) {
    case 'deprovisioned':
      return connection.deprovisionedAt;
    case 'no_worker':
      return connection.worker.seenAt;
    case 'paused':
      return connection.paused?.since ?? null;
    case 'restoring':
    case 'restored':
      return connection.restore?.backupAt ?? null;
    case 'throttled':
      return connection.throttledUntil;
    case 'failing':
      return connection.failingSince;
    case 'untried':
    case 'channels_off':
      return null;
    case 'channel_unhealthy':
      return earliest(unhealthyGraphChannels(connection.channels));
    case 'unhealthy':
      return connection.healthSince;
    case 'healthy':
      return earliest(connection.channels.filter(({ enabled, health }) => enabled && health === 'healthy'));
  }
}

function earliest(channels: ConnectionState['channels']): string | null {
  const times = channels.flatMap(({ healthSince }) => healthSince ?? []);
  return times.sort()[0] ?? null;
}
