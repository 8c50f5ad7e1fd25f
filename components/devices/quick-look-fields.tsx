'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { Copyable } from '../ui/copyable.tsx';
import { AzureStatus } from './azure-status.tsx';
import { BlankIdentity } from './blank-identity.tsx';
import { ClientCode } from './client-code.tsx';
import { FailureText } from './failure-text.tsx';
import { FailureTimes } from './failure-times.tsx';
import { QuickLookLine } from './quick-look-line.tsx';
import { ReportTimeField } from './report-time-field.tsx';

/** The five Azure fields, each with its value or why it is blank. */
export function QuickLookFields({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const { azureDeviceId, azureUserPrincipalName, azureComplianceStatus, clientStatusCode, failure } = device;
  return (
    <section>
      <h3 className="font-semibold">{t('title')}</h3>
      <dl className="mt-1 flex flex-col gap-1.5">
        <QuickLookLine name={t('azureDeviceId.label')}>
          {azureDeviceId ? (
            <Copyable text={azureDeviceId} what={t('azureDeviceId.label')} />
          ) : (
            <BlankIdentity field="azureDeviceId" code={clientStatusCode} />
          )}
        </QuickLookLine>
        <QuickLookLine name={t('azureComplianceStatus.label')}>
          <AzureStatus status={azureComplianceStatus} />
          {azureComplianceStatus === 'failed' && failure && (
            <>
              <FailureText failure={failure} />
              <FailureTimes failure={failure} />
            </>
          )}
        </QuickLookLine>
        <QuickLookLine name={t('clientStatusCode.label')}>
          <ClientCode code={clientStatusCode} />
        </QuickLookLine>
        <QuickLookLine name={t('lastReportedAt.label')}>
          <ReportTimeField device={device} />
        </QuickLookLine>
        <QuickLookLine name={t('azureUserPrincipalName.label')}>
          {azureUserPrincipalName ? (
            <Copyable text={azureUserPrincipalName} what={t('azureUserPrincipalName.label')} />
          ) : (
            <BlankIdentity field="azureUserPrincipalName" code={clientStatusCode} />
          )}
        </QuickLookLine>
      </dl>
    </section>
  );
}
