'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

/** Says that the MDM's user is reported, where Entra does not know the account that registered the device. */
export function UserInstead({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { resolvedUser, azureUserPrincipalName } = device;
  if (resolvedUser === null || !resolvedUser.insteadOfRegistered || azureUserPrincipalName === null)
    return null;
  return (
    <p className="text-muted text-sm">
      {t('userInstead', {
        registered: shownText(azureUserPrincipalName),
        name: shownText(resolvedUser.principalName),
      })}
    </p>
  );
}
