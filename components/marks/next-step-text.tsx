'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { AzureIdHolder } from './azure-id-holder.tsx';
import { FailureText } from './failure-text.tsx';
import { FailureTimes } from './failure-times.tsx';

interface Props {
  device: DeviceDetail;
  advice: { step: DeviceDetail['nextStep']['step'] };
}

/** How a step is done: from the client's code or from the failure, where these say more. */
export function NextStepText({ device, advice: { step } }: Props) {
  const t = useTranslations('device');
  const { clientStatusCode: code, failure } = device;
  switch (step) {
    case 'follow_client_status':
      return (
        code && (
          <p>
            <code translate="no" className="me-2 rounded-md bg-sunken px-1 font-mono text-sm">
              {code}
            </code>
            {t(`clientStatus.${code}.meaning`)} {t(`clientStatus.${code}.fix`)}
          </p>
        )
      );
    case 'move_azure_id':
      return (
        device.azureIdHolder && (
          <>
            <p>{t('nextStep.move_azure_id.text', { feed: shownText(device.azureIdHolder.feed) })}</p>
            <AzureIdHolder holder={device.azureIdHolder} />
          </>
        )
      );
    case 'check_user':
    case 'look_at_failure':
      return (
        failure && (
          <>
            <FailureText failure={failure} />
            <FailureTimes failure={failure} />
          </>
        )
      );
    default:
      return <p>{t(`nextStep.${step}.text`)}</p>;
  }
}
