'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { ExportButton } from '#components/layout/export-button';
import { UnknownFilters } from '#components/layout/filters/unknown-filters';
import { ListScreen, NoMatch, RowsOffer } from '#components/layout/list-screen';
import { EmptyState } from '#components/ui/empty-state';
import { Send } from '#components/ui/icons';
import { usePageUpdates } from '#lib/client/lists/page-updates';
import { knownReportsHref, reportSearchParsers, reportsNotUnderstood } from '#lib/client/lists/report-search';
import { someDevice, useLiveQueries } from '#lib/client/live-changes';
import { reportKeys, reportListQuery } from '#lib/client/queries/report-queries';
import type { ReportLogItem, ReportLogPage } from '#lib/contract/report';
import { useListSearch } from '../layout/use-list-search.ts';
import { ReportActiveFilters } from './report-chips.tsx';
import { ReportFilters } from './report-filters.tsx';
import { ReportTable } from './report-table.tsx';

/** Every report. New ones are offered, so that no row moves while you read. */
export function ReportListScreen() {
  const t = useTranslations('reports');
  const { search, change, clear, narrowed } = useListSearch(reportSearchParsers);
  const query = useQuery(reportListQuery(search));
  useLiveQueries(reportKeys.all, someDevice);
  const { steady, show } = usePageUpdates<ReportLogItem, ReportLogPage>({
    key: JSON.stringify(search),
    page: query.isPlaceholderData ? undefined : query.data,
  });
  const total = steady?.page.total;
  const unknown = reportsNotUnderstood(new URLSearchParams(useSearchParams()));
  return (
    <ListScreen
      title={t('title')}
      help="report"
      beside={
        <>
          {total && (
            <p className="text-muted">{t(total.exact ? 'total' : 'totalMoreThan', { count: total.value })}</p>
          )}
          <RowsOffer count={steady?.offered ?? 0} onShow={show} />
        </>
      }
      aside={<ExportButton dialog={(close) => <ReportExportDialog onClose={close} />} />}
      filters={
        <>
          <ReportFilters />
          <ReportActiveFilters />
          <UnknownFilters unknown={unknown} href={knownReportsHref(search)} />
        </>
      }
      query={query}
      steady={steady?.page}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        narrowed ? (
          <NoMatch title={t('noMatch')} text={t('noMatchText')} onClear={clear} />
        ) : (
          <EmptyState icon={Send} title={t('none')} text={t('noneText')} />
        )
      }
    >
      {({ items }) => <ReportTable reports={items} />}
    </ListScreen>
  );
}

const ReportExportDialog = dynamic(() =>
  import('./report-export-dialog.tsx').then((module) => module.ReportExportDialog),
);
