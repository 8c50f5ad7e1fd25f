'use client';

import { useTranslations } from 'next-intl';
import { FactList } from '#components/ui/fact-list';
import { Panel } from '#components/ui/panel';
import { ExactTime } from '#components/ui/relative-time';
import type { FeedItem } from '#lib/contract/feed';
import { checkInOutcomes } from '#lib/domain/check-ins/intake-note';
import { DevicesOfFeed, LastCheckIn } from './feed-marks.tsx';

/** The devices of a feed, and what became of its check-ins in the last day. */
export function FiguresPanel({ feed }: { feed: FeedItem }) {
  const t = useTranslations('feeds');
  return (
    <Panel title={t('figures')} flush>
      <FactList
        facts={[
          [t('column.devices'), <DevicesOfFeed key="devices" feed={feed} />],
          [t('column.lastCheckIn'), <LastCheckIn key="last" feed={feed} />],
          ...checkInOutcomes.map((outcome): [string, string] => [
            t(`outcome.${outcome}`),
            t('count', { count: feed.outcomes[outcome] }),
          ]),
          [t('outcome.warnings'), t('count', { count: feed.warnings })],
          [t('created'), <ExactTime key="created" value={feed.createdAt} />],
        ]}
      />
    </Panel>
  );
}
