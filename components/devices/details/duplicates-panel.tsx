'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { VerdictStatus } from '#components/marks/status-badges';
import { Send } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { deviceHref } from '#lib/client/lists/list-links';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

/** Other devices with the same serial number or Azure id, and which of them is reported to Microsoft. */
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

interface Props {
  duplicate: DeviceDetail['duplicates'][number];
  list: string | null;
}

function DuplicateEntry({ duplicate, list }: Props) {
  const t = useTranslations('device');
  const format = useFormatter();
  const { id, name, feed, externalId, same, verdict, lastCheckInAt, isReported } = duplicate;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2">
      <Link
        href={deviceHref(id, list)}
        prefetch={false}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        <GivenText text={name} />
      </Link>
      <span>{t('duplicates.same', { what: format.list(same.map((field) => t(`inventory.${field}`))) })}</span>
      <VerdictStatus value={verdict} />
      <span className="text-muted">
        {t.rich('lastCheckIn', { ago: () => <RelativeTime value={lastCheckInAt} /> })}
      </span>
      <span className="text-muted">
        {t('duplicates.inFeed', { feed: shownText(feed), externalId: shownText(externalId) })}
      </span>
      {isReported && (
        <Status tone="muted" icon={Send}>
          {t('duplicates.reported')}
        </Status>
      )}
    </li>
  );
}
