'use client';

import { useTranslations } from 'next-intl';
import type { ReportLogItem } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';

/** Why the report was made, and who asked where somebody did. */
export function ReportCause({ report }: { report: ReportLogItem }) {
  const t = useTranslations();
  return (
    <>
      {t(`device.trigger.${report.trigger}`)}
      {report.requestedBy && (
        <span className="text-muted text-xs min-[56rem]:block max-[56rem]:ms-2">
          {t('reports.by', { name: shownText(report.requestedBy) })}
        </span>
      )}
    </>
  );
}
