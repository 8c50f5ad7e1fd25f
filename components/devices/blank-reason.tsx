'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { RelativeTime } from '../ui/relative-time.tsx';
import { ClientCodeMeaning } from './client-code-meaning.tsx';
import { FailureText } from './failure-text.tsx';

interface Props {
  device: DeviceDetail;
  /** Also what the client's code means and who can fix it */
  withClient?: boolean;
}

/** The one reason why this device was never reported. */
export function BlankReason({ device, withClient = false }: Props) {
  const t = useTranslations('device');
  const { reportTimeBlankReason: reason, clientStatusCode: code, due, failure } = device;
  if (reason === null) return null;
  if (reason === 'queued' && due !== null) {
    return (
      <p>
        {t.rich('blank.queuedSince', {
          ago: () => <RelativeTime value={due.since} />,
          trigger: t(`trigger.${due.trigger}`),
        })}
      </p>
    );
  }
  return (
    <>
      <p>{t(`blank.${reason}`, { code: code ?? '' })}</p>
      {withClient && reason === 'client_status' && code && <ClientCodeMeaning code={code} />}
      {reason === 'failed' && failure && withClient && <FailureText failure={failure} />}
    </>
  );
}
