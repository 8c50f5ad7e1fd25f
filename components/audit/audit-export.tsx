'use client';

import { useTranslations } from 'next-intl';
import { auditExportPath } from '#lib/client/queries/audit-queries';
import { auditExportFormats } from '#lib/domain/people/audit-event';
import { buttonClass } from '../ui/button.tsx';
import { Download } from '../ui/icons.tsx';
import { useAuditSearch } from './use-audit-search.ts';

const names = { ndjson: 'NDJSON', cef: 'CEF' } as const;

/** All that the filters leave, as a file: not the page alone. */
export function AuditExport() {
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
