'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { RelativeTime } from '../ui/relative-time.tsx';

/** Whether partner management is on, since when, and who switched it. */
export function PartnerState({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.identity');
  const { provisioned, deprovisionedAt } = connection;
  const since = provisioned?.since ?? deprovisionedAt;
  if (provisioned === null && deprovisionedAt === null) return t('partnerNever');
  if (since === null) return t('partnerOnUndated');
  const ago = () => <RelativeTime value={since} />;
  return t.rich(provisioned === null ? 'partnerOff' : 'partnerOn', { ago });
}
