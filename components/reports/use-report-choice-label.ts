'use client';

import { useTranslations } from 'next-intl';
import type { ReportFilterName, ReportSearch } from '#lib/client/lists/report-search';

/** What a value of a filter is called. */
export function useReportChoiceLabel() {
  const t = useTranslations('device');
  return function label<F extends ReportFilterName>(filter: F, value: ReportSearch[F][number]): string {
    const choice = { filter, value } as {
      [K in ReportFilterName]: { filter: K; value: ReportSearch[K][number] };
    }[ReportFilterName];
    switch (choice.filter) {
      case 'status':
        return t(`reportStatus.${choice.value}`);
      case 'trigger':
        return t(`trigger.${choice.value}`);
      case 'verdict':
        return t(`verdict.${choice.value}`);
    }
  };
}
