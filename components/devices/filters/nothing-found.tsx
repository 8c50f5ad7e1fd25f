'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { PageTitle } from '#components/layout/page-header';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { SearchX } from '#components/ui/icons';
import { listHref } from '#lib/client/lists/device-search';
import type { WholeKey } from '#lib/domain/devices/search-text';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  /** What the address asked for, by its parameter */
  asked: readonly { key: WholeKey | 'q'; value: string }[];
}

/** A link from elsewhere named a device that is not here: what was looked for, and where else to look. */
export function NothingFound({ asked }: Props) {
  const t = useTranslations('find');
  const format = useFormatter();
  const values = asked.map(({ value }) => shownText(value));
  const text =
    asked.length === 0
      ? t('nothingAsked')
      : t('noneText', { values: format.list(values, { type: 'conjunction' }) });
  const mayBeInEntra = asked.some(({ key }) => key === 'azureDeviceId');
  return (
    <>
      <PageTitle page={t('none')} />
      <EmptyState icon={SearchX} title={t('none')} text={text} heading="h1">
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          <Link href={listHref({ q: asked[0]?.value })} className={buttonClass('plain')}>
            {t('search')}
          </Link>
          {mayBeInEntra && (
            <Link href="/connection/entra-only" className={buttonClass('plain')}>
              {t('entraOnly')}
            </Link>
          )}
        </div>
      </EmptyState>
    </>
  );
}
