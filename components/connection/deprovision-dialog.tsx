'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { ConfirmDialog, type ConfirmProps } from './confirm-dialog.tsx';

export function DeprovisionDialog({ connection, ...props }: ConfirmProps & { connection: ConnectionState }) {
  const t = useTranslations('connection.deprovision');
  return (
    <ConfirmDialog
      {...props}
      verb="deprovision"
      title={t('title')}
      submit={t('submit')}
      word={t('word')}
      danger
    >
      <p>{t('effect', { tenant: connection.tenantId })}</p>
      <p className="text-muted">{t('undo')}</p>
    </ConfirmDialog>
  );
}
