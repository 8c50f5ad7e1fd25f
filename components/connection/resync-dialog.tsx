'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { managedCountQuery } from '#lib/client/queries/connection-queries';
import { ConfirmDialog, type ConfirmProps } from './confirm-dialog.tsx';

/** Names how many devices are reported again. */
export function ResyncDialog({ running, ...props }: ConfirmProps & { running: boolean }) {
  const t = useTranslations('connection.resync');
  const { data: total } = useQuery({ ...managedCountQuery(), enabled: props.open });
  const effect = total ? (total.exact ? 'effect' : 'effectMoreThan') : 'effectAll';
  return (
    <ConfirmDialog {...props} verb="resync" title={t('title')} submit={t('submit')}>
      <p>{t(effect, { count: total?.value ?? 0 })}</p>
      <p className="text-muted">{t('pace')}</p>
      {running && <p className="text-wait">{t('restart')}</p>}
    </ConfirmDialog>
  );
}
