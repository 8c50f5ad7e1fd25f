'use client';

import { useTranslations } from 'next-intl';
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
import type { ConnectionState } from '#lib/contract/connection';
import type { ConnectionCondition } from '#lib/domain/azure/connection-health';

export const conditionLooks = {
  deprovisioned: { tone: 'bad', icon: Unplug },
  no_worker: { tone: 'bad', icon: PowerOff },
  paused: { tone: 'wait', icon: CirclePause },
  unhealthy: { tone: 'bad', icon: CloudOff },
  throttled: { tone: 'wait', icon: Hourglass },
  failing: { tone: 'wait', icon: CloudAlert },
  untried: { tone: 'muted', icon: CircleHelp },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<ConnectionCondition, StatusLook>;

/** The name of a condition. */
export const ConditionStatus = statusBadge(conditionLooks, () => useTranslations('connection.condition'));

interface Props {
  connection: ConnectionState;
  condition: ConnectionCondition;
}

/** Since when the connection is in this condition, and what that means. */
export function ConditionText({ connection, condition }: Props) {
  const t = useTranslations('connection');
  const since = sinceOf(connection, condition);
  if (condition === 'no_worker' && since === null) return t('about.no_worker_ever');
  return t.rich(`about.${condition}`, {
    by: connection.paused?.by ?? '',
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
    case 'throttled':
      return connection.throttledUntil;
    case 'failing':
      return connection.failingSince;
    case 'untried':
      return null;
    case 'unhealthy':
    case 'healthy':
      return connection.healthSince;
  }
}
