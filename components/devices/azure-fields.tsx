'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { Copyable } from '../ui/copyable.tsx';
import { Panel } from '../ui/panel.tsx';
import { AzureField } from './azure-field.tsx';
import { BlankIdentity } from './blank-identity.tsx';
import { ClientCode } from './client-code.tsx';
import { ClientCodeMeaning } from './client-code-meaning.tsx';
import { ComplianceStatusField } from './compliance-status-field.tsx';
import { ReportTimeField } from './report-time-field.tsx';

/** The five fields, each with its value or the reason of its blank for this device. */
export function AzureFields({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const { azureDeviceId, azureUserPrincipalName, clientStatusCode } = device;
  return (
    <Panel title={t('title')} flush>
      <dl className="divide-y divide-line">
        <AzureField name="azureDeviceId">
          {azureDeviceId ? (
            <Copyable text={azureDeviceId} what={t('azureDeviceId.label')} />
          ) : (
            <BlankIdentity field="azureDeviceId" code={clientStatusCode} />
          )}
        </AzureField>
        <AzureField name="azureComplianceStatus">
          <ComplianceStatusField device={device} />
        </AzureField>
        <AzureField name="clientStatusCode">
          {clientStatusCode ? <ClientCode code={clientStatusCode} /> : <p>{t('blankCode')}</p>}
          {clientStatusCode && <ClientCodeMeaning code={clientStatusCode} />}
        </AzureField>
        <AzureField name="lastReportedAt">
          <ReportTimeField device={device} />
        </AzureField>
        <AzureField name="azureUserPrincipalName">
          {azureUserPrincipalName ? (
            <Copyable text={azureUserPrincipalName} what={t('azureUserPrincipalName.label')} />
          ) : (
            <BlankIdentity field="azureUserPrincipalName" code={clientStatusCode} />
          )}
        </AzureField>
      </dl>
    </Panel>
  );
}
