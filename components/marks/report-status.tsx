'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CircleX, Clock, Replace, Timer } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { ReportStatus as Value } from '#lib/domain/reports/report-status';

const looks = {
  queued: { tone: 'wait', icon: Timer },
  in_progress: { tone: 'wait', icon: Clock },
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  superseded: { tone: 'muted', icon: Replace },
} as const satisfies Record<Value, object>;

export function ReportStatus({ status }: { status: Value }) {
  const t = useTranslations('device.reportStatus');
  return <Status {...looks[status]}>{t(status)}</Status>;
}
