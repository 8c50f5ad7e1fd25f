'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

/** Which feed has the Azure id, since when, and when it last checked in its device. */
export function AzureIdHolder({ holder }: { holder: NonNullable<DeviceDetail['azureIdHolder']> }) {
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
