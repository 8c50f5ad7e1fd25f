'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ExportDialog } from '#components/layout/export-dialog';
import { FilterBox } from '#components/layout/filter-box';
import { reportSearchParsers, toReportFilter } from '#lib/client/lists/report-search';
import { reportExportPath, reportListQuery } from '#lib/client/queries/report-queries';
import { useListSearch } from '../layout/use-list-search.ts';
import { useReportChips } from './report-chips.tsx';

/** Exports the reports of the log: those of its filters, on all its pages. */
export function ReportExportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('reports.export');
  const { search } = useListSearch(reportSearchParsers);
  const total = useQuery(reportListQuery(search)).data?.total;
  // A range of time ends when the dialog opens: as it says, so does the file.
  const [now] = useState(() => Date.now());
  return (
    <ExportDialog
      title={t('title')}
      summary={
        <>
          <ReportConditions q={search.q} />
          <p>
            {total ? t(total.exact ? 'count' : 'countMore', { count: total.value }) : t('uncounted')}{' '}
            <span className="text-muted">{t('about')}</span>
          </p>
        </>
      }
      pathOf={(file) => reportExportPath({ ...file, ...toReportFilter(search, now) })}
      onClose={onClose}
    />
  );
}

function ReportConditions({ q }: { q: string }) {
  const t = useTranslations();
  const chips = useReportChips();
  const searched = q === '' ? [] : [{ id: 'q', filter: t('reports.search'), value: q }];
  const conditions = [...searched, ...chips].map(({ id, filter, value }) => ({
    id,
    text: t('list.chip', { filter, value }),
  }));
  const title = t(conditions.length === 0 ? 'reports.export.every' : 'reports.export.those');
  return <FilterBox title={title} conditions={conditions} />;
}
