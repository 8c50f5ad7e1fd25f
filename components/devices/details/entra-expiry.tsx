'use client';

import { useTranslations } from 'next-intl';
import { useClock } from '#components/ui/clock';
import { ExactTime } from '#components/ui/exact-time';

/** Until when Entra counts the compliance of a device. */
export function EntraExpiry({ at }: { at: string | null }) {
  const t = useTranslations('device.states');
  const now = useClock();
  if (at === null) return null;
  const passed = Date.parse(at) <= now;
  return (
    <p className={`text-sm ${passed ? 'text-bad' : 'text-muted'}`}>
      {t.rich(passed ? 'expiredAt' : 'validUntil', { when: () => <ExactTime value={at} /> })}
    </p>
  );
}
