'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { DeviceListItem } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

export function DeviceUser({ device }: { device: DeviceListItem }) {
  const t = useTranslations('devices');
  const { userDisplayName, userPrincipalName } = device;
  if (userDisplayName === null && userPrincipalName === null) {
    return <span className="text-muted">{t('noUser')}</span>;
  }
  return (
    <>
      {userDisplayName && <GivenText text={userDisplayName} />}
      {userPrincipalName && (
        <span
          title={shownText(userPrincipalName)}
          className={
            userDisplayName ? 'sheet-second block truncate text-muted text-xs max-[56rem]:hidden' : ''
          }
        >
          <GivenText text={userPrincipalName} />
        </span>
      )}
    </>
  );
}
