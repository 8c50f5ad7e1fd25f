'use client';

import { useTranslations } from 'next-intl';
import type { Action } from '#lib/domain/devices/verdict';
import { TableText } from './table-text.tsx';

/** The most severe action in force. */
export function TableAction({ action }: { action: Action | null }) {
  const t = useTranslations('device.action');
  return <TableText value={action && t(action)} />;
}
