'use client';

import { useTranslations } from 'next-intl';
import { DeviceFailure } from '#components/marks/failure-text';
import { GuideLink } from '#components/marks/guide-link';
import { stepLookOf } from '#components/marks/next-step';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { useBlockingPolicies } from './violations.tsx';

type StepAdvice = DeviceDetail['nextStep']['also'][number];

interface Props {
  device: DeviceDetail;
  advice: StepAdvice;
  titleId?: string | undefined;
}

/** One next step: what, how, since when, and who does it. All steps are the same size. */
export function StepItem({ device, advice, titleId }: Props) {
  const t = useTranslations('device');
  const title = useStepTitle(device);
  const { who, since } = advice;
  const { icon: Icon, ink } = stepLookOf(advice);
  return (
    <li className="grid gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_11rem]">
      <div className="min-w-0">
        <h3 id={titleId} className="flex items-start gap-2 font-semibold text-lg">
          <Icon aria-hidden="true" size={18} className={`mt-0.75 shrink-0 ${ink}`} />
          {title(advice)}
        </h3>
        <div className="mt-0.5 max-w-prose">
          <NextStepText device={device} advice={advice} />
          {since !== null && (
            <p className="text-muted text-sm">
              {t.rich('stepSince', { ago: () => <RelativeTime value={since} /> })}
            </p>
          )}
        </div>
      </div>
      <div className="sm:border-line sm:border-s sm:ps-4">
        <p className="text-muted text-xs">{t('who')}</p>
        <p className="font-medium">{t(`fixer.${who}`)}</p>
      </div>
    </li>
  );
}

/** Returns the title of a step. */
export function useStepTitle(device: DeviceDetail): (advice: StepAdvice) => string {
  const t = useTranslations('device');
  const policies = useBlockingPolicies()(device);
  return ({ step }) =>
    step === 'fix_device' ? t('nextStep.fix_device.title', { policies }) : t(`nextStep.${step}.title`);
}

interface NextStepTextProps {
  device: DeviceDetail;
  advice: { step: DeviceDetail['nextStep']['step'] };
}

/** How to do a step. The client status code or the failure may say more than the step. */
export function NextStepText({ device, advice: { step } }: NextStepTextProps) {
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
            {t(`clientStatus.${code}.meaning`)} {t(`clientStatus.${code}.fix`)}{' '}
            <GuideLink topic="client-code" entry={code} name={code} />
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
      return failure && <DeviceFailure failure={failure} />;
    case 'register_again':
      return <p>{t('nextStep.register_again.text', { system: device.os })}</p>;
    case 'fix_in_time':
      return <FixInTime device={device} />;
    default:
      return <p>{t(`nextStep.${step}.text`)}</p>;
  }
}

/** Until when there is time, as exactly as the user's mail says it. */
function FixInTime({ device: { losesAccessAt } }: { device: DeviceDetail }) {
  const t = useTranslations('device.nextStep.fix_in_time');
  if (losesAccessAt === null) return null;
  return <p>{t.rich('text', { time: () => <ExactTime value={losesAccessAt} /> })}</p>;
}

/** Which feed holds the Azure id, since when, and the last check-in of its device. */
function AzureIdHolder({ holder }: { holder: NonNullable<DeviceDetail['azureIdHolder']> }) {
  const t = useTranslations('device');
  const { feed, since, lastCheckInAt } = holder;
  if (since === null || lastCheckInAt === null) return null;
  return (
    <p className="mt-1 text-muted text-sm">
      {t.rich('azureIdHeld', {
        feed: shownText(feed),
        since: () => <RelativeTime value={since} />,
        seen: () => <RelativeTime value={lastCheckInAt} />,
      })}
    </p>
  );
}
