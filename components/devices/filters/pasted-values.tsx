'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { CopyButton } from '#components/ui/copy-button';
import { CircleCheck, TriangleAlert } from '#components/ui/icons';
import { foundValuesQuery } from '#lib/client/queries/device-queries';
import { shownText } from '#lib/domain/text/shown-text';

/** So many values can be read at a glance; all of them can be copied. */
const mostNamed = 10;

/** Of a pasted list: how many values a device has, and which none has. Other filters do not count here. */
export function PastedValues({ values }: { values: readonly string[] }) {
  const t = useTranslations();
  const format = useFormatter();
  const found = useQuery(foundValuesQuery(values));
  const notFound = found.data?.notFound.map(({ value }) => value);
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 text-muted empty:hidden">
      {notFound?.length === 0 && (
        <>
          <CircleCheck aria-hidden="true" size={15} className="shrink-0 text-good" />
          {t('devices.pasted.all', { count: values.length })}
        </>
      )}
      {notFound !== undefined && notFound.length > 0 && (
        <>
          <TriangleAlert aria-hidden="true" size={15} className="shrink-0 text-wait" />
          <span className="min-w-0 wrap-anywhere">
            {t('devices.pasted.some', {
              found: values.length - notFound.length,
              count: values.length,
              values: namesOf(notFound),
            })}
          </span>
          <CopyButton text={notFound.join('\n')} what={t('devices.pasted.missing')} />
        </>
      )}
    </p>
  );

  function namesOf(missing: readonly string[]): string {
    const shown = missing.map(shownText);
    if (shown.length <= mostNamed) return format.list(shown, { type: 'unit' });
    return `${format.list(shown.slice(0, mostNamed), { type: 'unit' })} … +${format.number(shown.length - mostNamed)}`;
  }
}
