'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { deviceCheckInsQuery } from '#lib/client/device-queries';
import { Panel } from '../ui/panel.tsx';
import { CheckInEntry } from './check-in-entry.tsx';
import { HistoryFooter } from './history-footer.tsx';

/** Every check-in that is kept, the newest first, and what it changed. */
export function CheckInHistory({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.checkIns');
  const history = useInfiniteQuery(deviceCheckInsQuery(deviceId));
  const checkIns = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('title')} flush>
      {history.isSuccess && checkIns.length === 0 && <p className="p-4 text-muted">{t('none')}</p>}
      <ol className="divide-y divide-line">
        {checkIns.map((checkIn, index) => (
          <CheckInEntry
            key={checkIn.id}
            checkIn={checkIn}
            first={!history.hasNextPage && index === checkIns.length - 1}
          />
        ))}
      </ol>
      <HistoryFooter history={history} />
    </Panel>
  );
}
