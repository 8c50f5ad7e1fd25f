'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { AzureStatus } from './azure-status.tsx';
import { BlankReason } from './blank-reason.tsx';
import { FailureText } from './failure-text.tsx';
import { FailureTimes } from './failure-times.tsx';

/** How the last report went, and what that means. */
export function ComplianceStatusField({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.fields');
  const status = device.azureComplianceStatus;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <AzureStatus status={status} />
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
