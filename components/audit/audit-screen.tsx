'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ListScreen, NoMatch } from '#components/layout/list-screen';
import { SettingsNavigation } from '#components/layout/navigation';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { Download, ScrollText } from '#components/ui/icons';
import { auditSearchParsers } from '#lib/client/lists/audit-search';
import { auditExportPath, auditListQuery } from '#lib/client/queries/audit-queries';
import { auditExportFormats } from '#lib/domain/people/audit-event';
import { useListSearch } from '../layout/use-list-search.ts';
import { AuditActiveFilters, AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';

/** Who did what, and what was refused. */
export function AuditScreen() {
  const t = useTranslations('audit');
  const { search, change, clear, narrowed } = useListSearch(auditSearchParsers);
  return (
    <ListScreen
      title={t('title')}
      about={t('about')}
      tabs={<SettingsNavigation />}
      aside={<AuditExport />}
      filters={
        <>
          <AuditFilters />
          <AuditActiveFilters />
        </>
      }
      query={useQuery(auditListQuery(search))}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        narrowed ? (
          <NoMatch title={t('noMatch')} text={t('noMatchText')} onClear={clear} />
        ) : (
          <EmptyState icon={ScrollText} title={t('none')} text={t('noneText')} />
        )
      }
    >
      {({ items }) => <AuditTable events={items} />}
    </ListScreen>
  );
}

const formatNames = { ndjson: 'NDJSON', cef: 'CEF' } as const;

/** Every event that matches the filters, as a file; not only the page that is shown. */
function AuditExport() {
  const t = useTranslations('audit');
  const { search } = useListSearch(auditSearchParsers);
  return (
    <div className="flex flex-wrap gap-2">
      {auditExportFormats.map((format) => (
        <a
          key={format}
          href={auditExportPath({ ...search, range: null }, format, 0)}
          // “Last hour” means the hour before the click, not before the page was rendered.
          onClick={(event) => {
            event.currentTarget.href = auditExportPath(search, format, Date.now());
          }}
          download
          className={buttonClass('plain')}
        >
          <Download aria-hidden="true" size={15} />
          {t('export', { format: formatNames[format] })}
        </a>
      ))}
    </div>
  );
}
