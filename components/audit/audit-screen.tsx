'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { auditListQuery } from '#lib/client/queries/audit-queries';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Pager } from '../layout/pager.tsx';
import { SettingsNavigation } from '../layout/settings-navigation.tsx';
import { AuditActiveFilters } from './audit-active-filters.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditListBody } from './audit-list-body.tsx';
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
