'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { isAuditNarrowed } from '#lib/client/lists/audit-search';
import { auditExportPath, auditListQuery } from '#lib/client/queries/audit-queries';
import type { AuditPage } from '#lib/contract/audit-event';
import { auditExportFormats } from '#lib/domain/people/audit-event';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Pager } from '../layout/pager.tsx';
import { SettingsNavigation } from '../layout/settings-navigation.tsx';
import { Button, buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Download, ScrollText, SearchX } from '../ui/icons.tsx';
import { AuditActiveFilters } from './audit-active-filters.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { useAuditSearch } from './use-audit-search.ts';

/** Who did what, or was refused: filtered, sorted and paged by the address. */
export function AuditScreen() {
  const t = useTranslations('audit');
  const { search, change } = useAuditSearch();
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = useQuery(auditListQuery(search));
  return (
    <div className="flex flex-col gap-3">
      <PageTitle page={t('title')} />
      <SettingsNavigation />
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="font-semibold text-xl">{t('title')}</h1>
          <p className="max-w-prose text-muted">{t('about')}</p>
        </div>
        <AuditExport />
      </header>
      <AuditFilters />
      <AuditActiveFilters />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div
          aria-busy={isPlaceholderData}
          className={`overflow-hidden rounded-lg border border-line bg-surface transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
        >
          <AuditListBody page={data} />
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

/** The events, or what stands in their place. */
function AuditListBody({ page }: { page: AuditPage | undefined }) {
  const t = useTranslations('audit');
  const clearAll = useTranslations('list')('clearAll');
  const { search, clear } = useAuditSearch();
  if (!page) return <ListSkeleton />;
  if (page.items.length > 0) return <AuditTable events={page.items} />;
  if (!isAuditNarrowed(search) && search.cursor === null) {
    return <EmptyState icon={ScrollText} title={t('none')} text={t('noneText')} />;
  }
  return (
    <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
      <Button onClick={clear}>{clearAll}</Button>
    </EmptyState>
  );
}

const names = { ndjson: 'NDJSON', cef: 'CEF' } as const;

/** All that the filters leave, as a file: not the page alone. */
function AuditExport() {
  const t = useTranslations('audit');
  const { search } = useAuditSearch();
  return (
    <div className="flex flex-wrap gap-2">
      {auditExportFormats.map((format) => (
        <a
          key={format}
          href={auditExportPath({ ...search, range: null }, format, 0)}
          // A range of time moves along: it is that of the click, and not of when the page was made.
          onClick={(event) => {
            event.currentTarget.href = auditExportPath(search, format, Date.now());
          }}
          download
          className={buttonClass('plain')}
        >
          <Download aria-hidden="true" size={15} />
          {t('export', { format: names[format] })}
        </a>
      ))}
    </div>
  );
}
