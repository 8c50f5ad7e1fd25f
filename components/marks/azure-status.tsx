'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CircleDashed, CircleX, Clock } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { AzureComplianceStatus } from '#lib/domain/reports/report-status';

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
