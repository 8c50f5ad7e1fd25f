'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LoadError } from '#components/layout/load-error';
import { Button } from '#components/ui/button';
import {
  Archive,
  GitCompareArrows,
  type IconComponent,
  MessageCircleReply,
  MonitorCheck,
  Scale,
  Send,
} from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { timelineQuery } from '#lib/client/queries/device-queries';
import { type TimelineKind, timelineKinds } from '#lib/domain/devices/timeline';
import { TimelineItem } from './timeline-item.tsx';

/** The history of a device, newest first. It is below the fold, so it loads after the page. */
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

const icons = {
  check_in: MonitorCheck,
  verdict: Scale,
  report: Send,
  read_back: MessageCircleReply,
  drift: GitCompareArrows,
  retirement: Archive,
} as const satisfies Record<TimelineKind, IconComponent>;

interface Props {
  /** Empty: all kinds */
  chosen: readonly TimelineKind[];
  onChoose: (kinds: readonly TimelineKind[]) => void;
}

/** Filters the timeline by kind. */
function TimelineKinds({ chosen, onChoose }: Props) {
  const t = useTranslations('device.timeline');
  return (
    <fieldset className="flex flex-wrap gap-1.5 border-line border-b px-4 py-2">
      <legend className="sr-only">{t('filter')}</legend>
      {timelineKinds.map((kind) => {
        const pressed = chosen.includes(kind);
        const Icon = icons[kind];
        const look = pressed
          ? 'border-accent bg-accent-soft text-accent'
          : 'border-line-strong bg-surface hover:bg-sunken';
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={pressed}
            onClick={() => onChoose(timelineKinds.filter((one) => (one === kind) !== chosen.includes(one)))}
            className={`inline-flex min-h-6 items-center gap-1 rounded-full border px-2 font-medium text-sm ${look}`}
          >
            <Icon aria-hidden="true" size={13} />
            {t(`kind.${kind}`)}
          </button>
        );
      })}
    </fieldset>
  );
}

const rows = ['60%', '45%', '70%', '50%', '65%', '40%'];

/** Reserves the space of the timeline while its first page loads. */
function TimelineSkeleton() {
  return (
    <div aria-hidden="true">
      {rows.map((width) => (
        <div key={width} className="h-14 border-line border-b px-4 py-3">
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  );
}

interface HistoryFooterProps {
  history: {
    isError: boolean;
    error: Error | null;
    isFetching: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => Promise<unknown>;
    fetchNextPage: () => Promise<unknown>;
  };
}

/** The end of the timeline: a button for older entries, or the error. */
function HistoryFooter({ history }: HistoryFooterProps) {
  const t = useTranslations('common');
  if (history.isError) {
    return (
      <LoadError error={history.error} onRetry={() => void history.refetch()} retrying={history.isFetching} />
    );
  }
  if (!history.hasNextPage) return null;
  return (
    <div className="border-line border-t p-2 text-center">
      <Button look="quiet" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
        {t('loadMore')}
      </Button>
    </div>
  );
}
