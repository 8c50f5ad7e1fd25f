'use client';

import { useTranslations } from 'next-intl';
import type { DeviceListItem } from '#lib/contract/device';

export function DeviceUser({ device }: { device: DeviceListItem }) {
  const t = useTranslations('devices');
  const { userDisplayName, userPrincipalName } = device;
  if (userDisplayName === null && userPrincipalName === null) {
    return <span className="text-muted">{t('noUser')}</span>;
  }
  return (
    <>
      {userDisplayName}
      {userPrincipalName && (
        <span
          title={userPrincipalName}
          className={
            userDisplayName ? 'sheet-second block truncate text-muted text-xs max-[56rem]:hidden' : ''
          }
        >
          {userPrincipalName}
        </span>
      )}
    </>
  );
}
