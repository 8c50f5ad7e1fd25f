'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { LoadError } from '#components/layout/load-error';
import { GuideLink } from '#components/marks/guide-link';
import { CircleCheck, CircleX } from '#components/ui/icons';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { signInsQuery } from '#lib/client/queries/device-queries';
import type { DeviceSignIns } from '#lib/contract/entra-decision';
import { explainedSignInErrors } from '#lib/domain/azure/sign-in-event';
import { shownText } from '#lib/domain/text/shown-text';

/** What Entra decided: the last sign-ins on a device, or why there are none to show. */
export function SignIns({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.signIns');
  const { data, error, isError, isFetching, refetch } = useQuery(signInsQuery(deviceId));
  if (isError) return <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />;
  if (data === undefined) return <p role="status">{t('loading')}</p>;
  if (data.problem !== null) return <p>{t(`problem.${data.problem}`)}</p>;
  return (
    <>
      {data.items.length === 0 && <p>{t('none')}</p>}
      <ul aria-label={t('title')} className="divide-y divide-line">
        {data.items.map((item, index) => (
          <SignIn
            key={item.id}
            item={item}
            first={data.items.findIndex(({ errorCode }) => errorCode === item.errorCode) === index}
          />
        ))}
      </ul>
      <p className="mt-2 text-muted text-sm">
        {t('limit')} {t.rich('readAt', { ago: () => <RelativeTime value={data.readAt} /> })}
      </p>
    </>
  );
}

interface Props {
  item: DeviceSignIns['items'][number];
  /** Of those with its error code */
  first: boolean;
}

function SignIn({ item, first }: Props) {
  const t = useTranslations('device.signIns');
  const { at, app, errorCode, failureReason, blockedBy } = item;
  const isLetIn = errorCode === 0;
  const explained = explainedSignInErrors.find((code) => code === String(errorCode));
  return (
    <li className="py-1.5">
      <p className="flex flex-wrap items-center gap-x-3">
        <Status tone={isLetIn ? 'good' : 'bad'} icon={isLetIn ? CircleCheck : CircleX}>
          {t(isLetIn ? 'letIn' : 'turnedAway')}
        </Status>
        <span className="min-w-0 break-words">{shownText(app ?? t('unknownApp'))}</span>
        <span className="text-muted text-sm">
          <ExactTime value={at} />
        </span>
      </p>
      {!isLetIn && (
        <p className="text-sm">
          {explained === undefined ? shownText(failureReason ?? '') : t(`error.${explained}`)}{' '}
          <span className="text-muted">{t('code', { code: String(errorCode) })}</span>{' '}
          {first && explained !== undefined && (
            <GuideLink topic="sign-in" entry={explained} name={`AADSTS${explained}`} />
          )}
        </p>
      )}
      {blockedBy?.map((policy) => (
        <p key={policy} className="break-words text-sm">
          {t('blockedBy', { policy: shownText(policy) })}
        </p>
      ))}
      {!isLetIn && blockedBy === null && <p className="text-muted text-sm">{t('policiesHidden')}</p>}
    </li>
  );
}
