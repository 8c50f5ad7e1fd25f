'use client';

import { useTranslations } from 'next-intl';
import { Archive, CircleCheck, OctagonX } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { Verdict } from '#lib/domain/devices/verdict';

const looks = {
  compliant: { tone: 'good', icon: CircleCheck },
  noncompliant: { tone: 'bad', icon: OctagonX },
  retired: { tone: 'muted', icon: Archive },
} as const satisfies Record<Verdict, object>;

export function VerdictStatus({ verdict, pill = false }: { verdict: Verdict; pill?: boolean }) {
  const t = useTranslations('device.verdict');
  return (
    <Status {...looks[verdict]} pill={pill}>
      {t(verdict)}
    </Status>
  );
}
