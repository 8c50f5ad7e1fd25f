'use client';

import { useTranslations } from 'next-intl';
import { failureCodes } from '#lib/domain/reports/report-status';
import { shownText } from '#lib/domain/text/shown-text';

/** Returns the name of a failure's cause; a code of Microsoft's stays as it is. */
export function useCauseName(): (code: string) => string {
  const t = useTranslations('device.cause');
  return (code) => {
    const known = failureCodes.find((name) => name === code);
    return known ? t(known) : shownText(code);
  };
}
