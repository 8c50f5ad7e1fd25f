'use client';

import { useTranslations } from 'next-intl';
import { Archive, ArchiveRestore, CircleCheck } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { ManagementState } from '#lib/domain/reports/report-status';

const looks = {
  managed: { tone: 'muted', icon: CircleCheck },
  retiring: { tone: 'wait', icon: ArchiveRestore },
  retired: { tone: 'muted', icon: Archive },
} as const satisfies Record<ManagementState, object>;

export function TableManagement({ state }: { state: ManagementState }) {
  const t = useTranslations('table.management');
  return <Status {...looks[state]}>{t(state)}</Status>;
}
