'use client';

import { useTranslations } from 'next-intl';
import type { ManagementState } from '#lib/domain/report-status';
import { Archive, ArchiveRestore, CircleCheck } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';

const looks = {
  managed: { tone: 'muted', icon: CircleCheck },
  retiring: { tone: 'wait', icon: ArchiveRestore },
  retired: { tone: 'muted', icon: Archive },
} as const satisfies Record<ManagementState, object>;

export function TableManagement({ state }: { state: ManagementState }) {
  const t = useTranslations('table.management');
  return <Status {...looks[state]}>{t(state)}</Status>;
}
