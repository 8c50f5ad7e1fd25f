'use client';

import { useTranslations } from 'next-intl';
import { BlankIdentity } from '#components/marks/blank-identity';
import { ClientCode } from '#components/marks/client-code';
import { FailureText } from '#components/marks/failure-text';
import { FailureTimes } from '#components/marks/failure-times';
import { ReportTimeField } from '#components/marks/report-time-field';
import { AzureStatus } from '#components/marks/status-badges';
import { Copyable } from '#components/ui/copyable';
import type { DeviceDetail } from '#lib/contract/device';
import { QuickLookLine } from './quick-look-line.tsx';

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
          <AzureStatus value={azureComplianceStatus ?? 'blank'} />
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
