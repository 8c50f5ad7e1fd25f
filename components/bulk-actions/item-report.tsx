'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BulkItem } from '#lib/contract/bulk-action';
import { shownText } from '#lib/domain/text/shown-text';

/** Leads to the report; nothing where there is none. */
export function ItemReport({ item: { reportId, deviceName } }: { item: BulkItem }) {
  const t = useTranslations('bulk');
  if (reportId === null) return null;
  return (
    <Link href={`/reports/${reportId}`} prefetch={false} className="rounded-md text-accent hover:underline">
      {t('openReport')}
      <span className="sr-only">{t('openReportOf', { device: shownText(deviceName ?? '') })}</span>
    </Link>
  );
}
