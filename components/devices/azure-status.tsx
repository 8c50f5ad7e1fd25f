'use client';

import { useTranslations } from 'next-intl';
import type { AzureComplianceStatus } from '#lib/domain/report-status';
import { CircleCheck, CircleDashed, CircleX, Clock } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';

const looks = {
  in_progress: { tone: 'wait', icon: Clock },
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  blank: { tone: 'muted', icon: CircleDashed },
} as const satisfies Record<AzureComplianceStatus | 'blank', object>;

/** How the last report went; null: never reported. */
export function AzureStatus({ status }: { status: AzureComplianceStatus | null }) {
  const t = useTranslations('device.azureStatus');
  const shown = status ?? 'blank';
  return <Status {...looks[shown]}>{t(shown)}</Status>;
}
