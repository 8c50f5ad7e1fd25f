'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BlankIdentity } from '#components/marks/blank-identity';
import { ClientCode } from '#components/marks/client-code';
import { ClientCodeMeaning } from '#components/marks/client-code-meaning';
import { ReportTimeField } from '#components/marks/report-time-field';
import { Copyable } from '#components/ui/copyable';
import { Panel } from '#components/ui/panel';
import type { DeviceDetail } from '#lib/contract/device';
import { AzureField } from './azure-field.tsx';
import { ComplianceStatusField } from './compliance-status-field.tsx';
import { UserInstead } from './user-instead.tsx';

/** The five fields, each with its value or the reason of its blank for this device; what they mean, on request. */
export function AzureFields({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const [explained, setExplained] = useState(false);
  const { azureDeviceId, azureUserPrincipalName, clientStatusCode } = device;
  const explain = (
    <button
      type="button"
      aria-expanded={explained}
      onClick={() => setExplained(!explained)}
      className="min-h-6 rounded-md text-accent text-sm hover:underline"
    >
      {explained ? t('explainLess') : t('explain')}
    </button>
  );
  return (
    <Panel title={t('title')} aside={explain} flush>
      <dl className="divide-y divide-line">
        <AzureField name="azureDeviceId" explained={explained}>
          {azureDeviceId ? (
            <Copyable text={azureDeviceId} what={t('azureDeviceId.label')} />
          ) : (
            <BlankIdentity field="azureDeviceId" code={clientStatusCode} />
          )}
        </AzureField>
        <AzureField name="azureComplianceStatus" explained={explained}>
          <ComplianceStatusField device={device} />
        </AzureField>
        <AzureField name="clientStatusCode" explained={explained}>
          <div className="flex flex-wrap items-center gap-x-3">
            {clientStatusCode ? <ClientCode code={clientStatusCode} /> : <p>{t('blankCode')}</p>}
            {clientStatusCode && <ClientCodeMeaning code={clientStatusCode} />}
          </div>
        </AzureField>
        <AzureField name="lastReportedAt" explained={explained}>
          <ReportTimeField device={device} />
        </AzureField>
        <AzureField name="azureUserPrincipalName" explained={explained}>
          {azureUserPrincipalName ? (
            <>
              <Copyable text={azureUserPrincipalName} what={t('azureUserPrincipalName.label')} />
              <UserInstead device={device} />
            </>
          ) : (
            <BlankIdentity field="azureUserPrincipalName" code={clientStatusCode} />
          )}
        </AzureField>
      </dl>
    </Panel>
  );
}
