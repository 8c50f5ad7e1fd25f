'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { TriangleAlert } from '#components/ui/icons';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  /** As `name=value` */
  unknown: readonly string[];
  /** The address without them */
  href: string;
}

/** Says which filters of the address do not exist and are ignored. */
export function UnknownFilters({ unknown, href }: Props) {
  const t = useTranslations('filters');
  const format = useFormatter();
  if (unknown.length === 0) return null;
  return (
    <p role="status" className="flex flex-wrap items-start gap-x-2 rounded-md bg-wait-soft px-3 py-1.5">
      <TriangleAlert aria-hidden="true" size={15} className="mt-1 shrink-0 text-wait" />
      <span className="min-w-0 flex-1">
        {t('unknown', {
          count: unknown.length,
          filters: format.list(unknown.map(shownText), { type: 'conjunction' }),
        })}
      </span>
      <a href={href} className="underline underline-offset-2">
        {t('cleanAddress')}
      </a>
    </p>
  );
}
