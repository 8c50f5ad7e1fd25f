'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { ConnectionState } from '#lib/contract/connection';
import type { ConnectionCondition } from '#lib/domain/azure/connection-condition';

interface Props {
  connection: ConnectionState;
  condition: ConnectionCondition;
}

/** Since when it is so, and what that means. */
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
