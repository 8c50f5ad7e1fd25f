'use client';

import { useTranslations } from 'next-intl';
import { GitCompareArrows } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';

/** Entra differs from what Microsoft confirmed, and since when. `age`: shown in words. */
export function DriftMark({ since, age = false }: { since: string | null; age?: boolean }) {
  const t = useTranslations();
  if (since === null) return null;
  return (
    <Status tone="wait" icon={GitCompareArrows} pill>
      {age
        ? t.rich('device.states.drift', { ago: () => <RelativeTime value={since} /> })
        : t('devices.quickDrift')}
    </Status>
  );
}
