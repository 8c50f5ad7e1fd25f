'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { ConfirmDialog, type ConfirmProps } from './confirm-dialog.tsx';

export function ProvisionDialog({ connection, ...props }: ConfirmProps & { connection: ConnectionState }) {
  const t = useTranslations('connection.provision');
  return (
    <ConfirmDialog {...props} verb="provision" title={t('title')} submit={t('submit')}>
      <p>{t('effect', { tenant: connection.tenantId })}</p>
      <p className="text-muted">{t('approval')}</p>
      {connection.paused && <p className="text-wait">{t('staysPaused')}</p>}
    </ConfirmDialog>
  );
}
