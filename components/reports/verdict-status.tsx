'use client';

import { useTranslations } from 'next-intl';
import type { Verdict } from '#lib/domain/devices/verdict';
import { Archive, CircleCheck, OctagonX } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';

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
