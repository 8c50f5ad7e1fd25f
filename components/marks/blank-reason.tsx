'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

/** The one reason why this device was never reported. */
export function BlankReason({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { reportTimeBlankReason: reason, clientStatusCode: code, due } = device;
  if (reason === null) return null;
  if (reason === 'queued' && due !== null) {
    return (
      <p className="text-sm">
        {t.rich('blank.queuedSince', {
          ago: () => <RelativeTime value={due.since} />,
          trigger: t(`trigger.${due.trigger}`),
        })}
      </p>
    );
  }
  return (
    <p className="text-sm">
      {t(`blank.${reason}`, { code: code ?? '', feed: shownText(device.azureIdTakenBy ?? '') })}
    </p>
  );
}
