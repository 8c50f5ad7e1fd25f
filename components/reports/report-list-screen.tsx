'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePageUpdates } from '#lib/client/lists/page-updates';
import { isNarrowed } from '#lib/client/lists/report-search';
import { reportKeys, reportListQuery } from '#lib/client/queries/report-queries';
import { someDevice, useLiveQueries } from '#lib/client/use-live-queries';
import type { ReportLogItem, ReportLogPage } from '#lib/contract/report';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Pager } from '../layout/pager.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { RefreshCw, SearchX, Send } from '../ui/icons.tsx';
import { ReportActiveFilters } from './report-active-filters.tsx';
import { ReportFilters } from './report-filters.tsx';
import { ReportTable } from './report-table.tsx';
import { useReportSearch } from './use-report-search.ts';

/** Every report: filtered, sorted and paged by the address; what comes meanwhile is offered, so that no row jumps. */
export function ReportListScreen() {
  const t = useTranslations('reports');
  const { search, change } = useReportSearch();
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = useQuery(reportListQuery(search));
  useLiveQueries(reportKeys.all, someDevice);
  const { steady, show } = usePageUpdates<ReportLogItem, ReportLogPage>({
    key: JSON.stringify(search),
    page: isPlaceholderData ? undefined : data,
  });
  return (
    <div className="flex flex-col gap-3">
      <PageTitle page={t('title')} />
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="font-semibold text-xl">{t('title')}</h1>
        <ReportOffer count={steady?.offered ?? 0} onShow={show} />
      </header>
      <ReportFilters />
      <ReportActiveFilters />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div
          aria-busy={isPlaceholderData}
          className={`overflow-hidden rounded-lg border border-line bg-surface transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
        >
          <ReportListBody page={steady?.page} />
        </div>
      )}
      {data && (
        <Pager
          cursor={search.cursor}
          nextCursor={data.nextCursor}
          loading={isPlaceholderData}
          onGo={(cursor) => change({ cursor })}
        />
      )}
    </div>
  );
}

/** The rows, or what stands in their place. */
function ReportListBody({ page }: { page: ReportLogPage | undefined }) {
  const { search } = useReportSearch();
  if (!page) return <ListSkeleton />;
  if (page.items.length > 0) return <ReportTable reports={page.items} />;
  return isNarrowed(search) || search.cursor !== null ? <NoMatchingReports /> : <NoReports />;
}

function NoMatchingReports() {
  const t = useTranslations('reports');
  const clearAll = useTranslations('list')('clearAll');
  const { clear } = useReportSearch();
  return (
    <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
      <Button onClick={clear}>{clearAll}</Button>
    </EmptyState>
  );
}

function NoReports() {
  const t = useTranslations('reports');
  return <EmptyState icon={Send} title={t('none')} text={t('noneText')} />;
}

/** What would move rows is offered, and shown once somebody wants it. */
function ReportOffer({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useTranslations('table');
  return (
    <div role="status" className="ms-auto min-h-8">
      {count > 0 && (
        <Button onClick={onShow}>
          <RefreshCw aria-hidden="true" size={14} />
          {t('offer', { count })}
        </Button>
      )}
    </div>
  );
}
