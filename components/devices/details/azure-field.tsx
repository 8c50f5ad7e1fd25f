'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

interface Props {
  name:
    | 'azureDeviceId'
    | 'azureComplianceStatus'
    | 'clientStatusCode'
    | 'lastReportedAt'
    | 'azureUserPrincipalName';
  /** With what the field means */
  explained: boolean;
  children: ReactNode;
}

export function AzureField({ name, explained, children }: Props) {
  const t = useTranslations('device.fields');
  return (
    <div className="grid gap-x-4 px-4 py-1 sm:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <dt title={t(`${name}.description`)}>
        <span className="text-muted">{t(`${name}.label`)}</span>
        {explained && <span className="block text-sm">{t(`${name}.description`)}</span>}
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
