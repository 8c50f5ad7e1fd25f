'use client';

import { useTranslations } from 'next-intl';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';

interface Props {
  field: 'azureDeviceId' | 'azureUserPrincipalName';
  code: ClientStatusCode | null;
}

/** Why this device has told no Azure identity: its client's code says. */
export function BlankIdentity({ field, code }: Props) {
  const t = useTranslations('device.fields');
  const isId = field === 'azureDeviceId';
  if (code === null)
    return <p className="text-sm">{isId ? t('blankDeviceIdUntold') : t('blankUserUntold')}</p>;
  if (code === 'Success')
    return <p className="text-sm">{isId ? t('blankDeviceIdMissing') : t('blankUserUntold')}</p>;
  return <p className="text-sm">{isId ? t('blankDeviceId', { code }) : t('blankUser', { code })}</p>;
}
