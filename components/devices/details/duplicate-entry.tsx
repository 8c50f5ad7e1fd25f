'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { VerdictStatus } from '#components/marks/status-badges';
import { Send } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { deviceHref } from '#lib/client/lists/list-origin';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  duplicate: DeviceDetail['duplicates'][number];
  list: string | null;
}

export function DuplicateEntry({ duplicate, list }: Props) {
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
