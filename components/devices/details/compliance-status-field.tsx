'use client';

import { useTranslations } from 'next-intl';
import { BlankReason } from '#components/marks/blank-reason';
import { FailureText } from '#components/marks/failure-text';
import { FailureTimes } from '#components/marks/failure-times';
import { AzureStatus } from '#components/marks/status-badges';
import type { DeviceDetail } from '#lib/contract/device';

/** How the last report went, and what that means. */
export function ComplianceStatusField({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const status = device.azureComplianceStatus;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <AzureStatus value={status ?? 'blank'} />
      <div className="text-sm">
        {status === 'in_progress' && <p>{t('statusInProgress')}</p>}
        {status === 'successful' && <p>{t('statusSuccessful')}</p>}
        {status === 'failed' && device.failure && (
          <>
            <FailureText failure={device.failure} />
            <FailureTimes failure={device.failure} />
          </>
        )}
        {status === null && <BlankReason device={device} />}
      </div>
    </div>
  );
}
