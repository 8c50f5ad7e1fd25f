'use client';

import { useTranslations } from 'next-intl';
import { Panel } from '#components/ui/panel';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { DuplicateEntry } from './duplicate-entry.tsx';

/** Other devices that are this one by serial number or Azure id, and which of them Microsoft is told of. */
export function DuplicatesPanel({ device, list }: { device: DeviceDetail; list: string | null }) {
  const t = useTranslations('device.duplicates');
  const { duplicates, feed, azureIdTakenBy } = device;
  if (duplicates.length === 0) return null;
  const sharing = duplicates.filter(({ same }) => same.includes('azureDeviceId'));
  const another = azureIdTakenBy !== null || sharing.some(({ isReported }) => isReported);

  function whichIsReported(): string {
    if (azureIdTakenBy !== null) return t('anotherFeedsIsReported', { feed: shownText(azureIdTakenBy) });
    if (another) return t('anotherIsReported');
    const ofFeed = sharing.some((duplicate) => duplicate.feed === feed);
    return ofFeed ? t('thisIsReported') : t('thisFeedsIsReported', { feed: shownText(feed) });
  }
  return (
    <Panel title={t('title', { count: duplicates.length })} flush>
      {sharing.length > 0 && (
        <p className={`px-4 pt-2 text-sm ${another ? 'text-wait' : ''}`}>{whichIsReported()}</p>
      )}
      <ul className="divide-y divide-line">
        {duplicates.map((duplicate) => (
          <DuplicateEntry key={duplicate.id} duplicate={duplicate} list={list} />
        ))}
      </ul>
    </Panel>
  );
}
