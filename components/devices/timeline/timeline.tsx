'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { LoadError } from '#components/layout/load-error';
import { VerdictStatus } from '#components/marks/status-badges';
import { Button } from '#components/ui/button';
import { DiffValue } from '#components/ui/diff-value';
import {
  Archive,
  CalendarClock,
  Ellipsis,
  GitCompareArrows,
  type IconComponent,
  ListTodo,
  MessageCircleReply,
  MonitorCheck,
  Scale,
  Send,
} from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { TimelineEntry } from '#components/ui/timeline-entry';
import { timelineQuery } from '#lib/client/queries/device-queries';
import type { TimelineItem as Item } from '#lib/contract/timeline';
import { type TimelineKind, timelineKinds } from '#lib/domain/devices/timeline';
import { TimelineCheckIn, TimelineException, TimelinePolicies, TimelineReport } from './timeline-details.tsx';

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
  policies: ListTodo,
  exception: CalendarClock,
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

function TimelineItem({ item }: { item: Item }) {
  switch (item.kind) {
    case 'check_in':
      return <TimelineCheckIn item={item} />;
    case 'policies':
      return <TimelinePolicies item={item} />;
    case 'exception':
      return <TimelineException item={item} />;
    case 'unchanged':
      return <TimelineFold item={item} />;
    case 'report':
      return <TimelineReport report={item.report} />;
    case 'read_back':
      return <TimelineReadBack item={item} />;
    case 'retirement':
      return <TimelineRetirement item={item} />;
  }
}

/** Check-ins that changed nothing, in one line. */
function TimelineFold({ item }: { item: Extract<Item, { kind: 'unchanged' }> }) {
  const t = useTranslations('device.timeline');
  const format = useFormatter();
  const { at, oldestAt, count } = item;
  const span = format.dateTimeRange(new Date(oldestAt), new Date(at), {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 bg-canvas px-4 py-1 text-muted text-sm">
      <Ellipsis aria-hidden="true" size={15} className="mt-0.5" />
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>{t(count.exact ? 'unchanged' : 'unchangedMore', { count: count.value })}</span>
        <time dateTime={at} suppressHydrationWarning>
          {span}
        </time>
      </p>
    </li>
  );
}

type ReadBack = Extract<Item, { kind: 'read_back' }>;

/** A changed state in Entra, and whether drift began or ended with it. */
function TimelineReadBack({ item }: { item: ReadBack }) {
  const t = useTranslations('device');
  const { at, answer, before, reportedVerdict, drift } = item;
  const title =
    drift === null
      ? before === null
        ? t('timeline.readBackFirst')
        : t('timeline.readBack')
      : t(`timeline.drift.${drift}`);
  const now = entraText(answer);
  const earlier = before && entraText(before);
  return (
    <TimelineEntry icon={drift === null ? MessageCircleReply : GitCompareArrows} title={title} at={at}>
      <div className="flex flex-wrap items-center gap-x-4 text-sm">
        {earlier !== null && earlier !== now ? <DiffValue from={earlier} to={now} /> : <span>{now}</span>}
        {reportedVerdict !== null && (
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            <span className="text-muted">{t('timeline.confirmedByThen')}</span>
            <VerdictStatus value={reportedVerdict} />
          </span>
        )}
      </div>
    </TimelineEntry>
  );

  function entraText({ isCompliant, isManaged, problem }: ReadBack['answer']): string {
    if (problem !== null) return t(`states.${problem}`);
    if (isCompliant === null && isManaged === null) return t('timeline.gone');
    return t('timeline.flags', { compliant: String(isCompliant), managed: String(isManaged) });
  }
}

function TimelineRetirement({ item }: { item: Extract<Item, { kind: 'retirement' }> }) {
  const t = useTranslations('device.timeline.retirement');
  return <TimelineEntry icon={Archive} title={t(item.step)} at={item.at} />;
}
