'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ExportDialog } from '#components/layout/export-dialog';
import { useDenied } from '#components/layout/session-context';
import { CheckLine } from '#components/ui/check-list';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { exportedAs, type ListColumn } from '#lib/client/lists/list-preference';
import { deviceExportPath, deviceListQuery } from '#lib/client/queries/device-queries';
import { toQueryString } from '#lib/domain/text/query-string';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { FilterSummary } from './filter-summary.tsx';

const choices = ['all', 'shown'] as const;

/** Exports the devices of the list, with all columns or those that it shows. */
export function DeviceExportDialog({
  columns,
  onClose,
}: {
  columns: readonly ListColumn[];
  onClose: () => void;
}) {
  const t = useTranslations('export');
  const id = useId();
  const { search } = useDeviceSearch();
  const total = useQuery(deviceListQuery(search)).data?.total;
  const [chosen, setChosen] = useState<(typeof choices)[number]>('all');
  const denied = useDenied('admin');
  const filter = toDeviceFilter(search);
  const only = chosen === 'shown' && { columns: exportedAs(columns) };
  return (
    <ExportDialog
      title={t('title')}
      summary={
        <>
          <FilterSummary filter={filter} />
          {total && <p>{t(total.exact ? 'count' : 'countMore', { count: total.value })}</p>}
        </>
      }
      pathOf={({ format, ...rest }) =>
        deviceExportPath({ format, ...only, ...rest, ...filter, sort: search.sort })
      }
      onClose={onClose}
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">{t('columns')}</legend>
        {choices.map((name) => (
          <CheckLine
            key={name}
            type="radio"
            name={id}
            checked={chosen === name}
            onChange={() => setChosen(name)}
            hint={name === 'shown' ? t('columnHints.shown') : t('columnHints.all')}
          >
            {name === 'shown' ? t('columnChoices.shown') : t('columnChoices.all')}
          </CheckLine>
        ))}
      </fieldset>
      {denied === null && (
        <Link
          href={`/alerts/exports/new?${toQueryString({ ...filter, sort: search.sort, ...only })}`}
          prefetch={false}
          className="w-fit rounded-md text-accent underline"
        >
          {t('regularly')}
        </Link>
      )}
    </ExportDialog>
  );
}
