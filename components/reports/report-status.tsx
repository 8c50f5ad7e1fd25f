'use client';

import { useTranslations } from 'next-intl';
import type { ReportStatus as Value } from '#lib/domain/reports/report-status';
import { CircleCheck, CircleX, Clock, Replace, Timer } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';

const looks = {
  queued: { tone: 'wait', icon: Timer },
  in_progress: { tone: 'wait', icon: Clock },
  successful: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  superseded: { tone: 'muted', icon: Replace },
} as const satisfies Record<Value, object>;

export function ReportStatus({ status, pill = false }: { status: Value; pill?: boolean }) {
  const t = useTranslations('device.reportStatus');
  return (
    <Status {...looks[status]} pill={pill}>
      {t(status)}
    </Status>
  );
}
