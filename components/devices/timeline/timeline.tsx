'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Panel } from '#components/ui/panel';
import { timelineQuery } from '#lib/client/queries/device-detail-queries';
import type { TimelineKind } from '#lib/domain/devices/timeline';
import { HistoryFooter } from './history-footer.tsx';
import { TimelineItem } from './timeline-item.tsx';
import { TimelineKinds } from './timeline-kinds.tsx';
import { TimelineSkeleton } from './timeline-skeleton.tsx';

/** All that happened to a device, the newest first; asked for once the page stands, since it begins below. */
export function Timeline({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.timeline');
  const [kinds, setKinds] = useState<readonly TimelineKind[]>([]);
  const history = useInfiniteQuery(timelineQuery(deviceId, kinds));
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  const inLog = (
    <Link
      href={`/reports?deviceId=${deviceId}`}
      prefetch={false}
      className="rounded-md text-accent text-sm hover:underline"
    >
      {t('inLog')}
    </Link>
  );
  return (
    <Panel title={t('title')} aside={inLog} flush>
      <TimelineKinds chosen={kinds} onChoose={setKinds} />
      {history.isPending && <TimelineSkeleton />}
      {history.isSuccess && items.length === 0 && <p className="p-4 text-muted">{t('none')}</p>}
      <ol
        aria-label={t('title')}
        aria-busy={history.isPlaceholderData}
        className={`divide-y divide-line ${history.isPlaceholderData ? 'opacity-60' : ''}`}
      >
        {items.map((item) => (
          <TimelineItem key={item.id} item={item} />
        ))}
      </ol>
      <HistoryFooter history={history} />
    </Panel>
  );
}
