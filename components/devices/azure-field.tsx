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
  children: ReactNode;
}

export function AzureField({ name, children }: Props) {
  const t = useTranslations('device.fields');
  return (
    <div className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <dt>
        <span className="font-medium">{t(`${name}.label`)}</span>
        <span className="block text-muted text-sm">{t(`${name}.description`)}</span>
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
