'use client';

import { useTranslations } from 'next-intl';
import { Check, Minus, X } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { DeviceListItem } from '#lib/contract/device';
import { TableText } from './table-text.tsx';

interface Props {
  entra: DeviceListItem['entra'];
  flag: 'isCompliant' | 'isManaged';
}

/** What Entra answered about one of its flags; or why it is not known. */
export function TableEntraFlag({ entra, flag }: Props) {
  const t = useTranslations();
  if (entra === null) return <TableText value={null} reason={t('device.states.notRead')} />;
  const value = entra[flag];
  if (value === null && entra.problem !== null) {
    return <TableText value={null} reason={t(`device.states.${entra.problem}`)} />;
  }
  const icon = value === null ? Minus : value ? Check : X;
  const tone = value === null ? 'muted' : value ? 'good' : 'bad';
  return (
    <Status tone={tone} icon={icon}>
      {value === null ? t('common.notTold') : value ? t('common.yes') : t('common.no')}
    </Status>
  );
}
