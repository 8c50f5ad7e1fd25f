'use client';

import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { GivenText } from '#components/marks/given-text';

import { Copyable } from '#components/ui/copy-button';
import { Copy, Hourglass } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { SortButton } from '#components/ui/sort-button';
import { Status } from '#components/ui/status';
import { entraOnlySearchParsers } from '#lib/client/lists/entra-only-search';
import type { EntraOnlyDevice } from '#lib/contract/entra-only';
import { staleAfterDays } from '#lib/domain/azure/entra-only';
import { useListSearch } from '../layout/use-list-search.ts';
import { useSystemName } from '../marks/use-system-name.ts';

export function EntraOnlyTable({ devices }: { devices: EntraOnlyDevice[] }) {
  const t = useTranslations('entraOnly');
  const nameOf = useSystemName();
  const { search, change } = useListSearch(entraOnlySearchParsers);
  const sorted = search.sort === 'lastSignInAt' ? 'ascending' : 'descending';
  const turn = () => change({ sort: sorted === 'ascending' ? '-lastSignInAt' : 'lastSignInAt' });
  const columns: Column<EntraOnlyDevice>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[24%]',
      className: 'sheet-first',
      cell: ({ name }) =>
        name === null ? (
          <span className="text-muted">{t('unnamed')}</span>
        ) : (
          <span className="font-medium">
            <GivenText text={name} />
          </span>
        ),
    },
    { id: 'os', head: t('column.os'), width: 'w-[10%]', cell: ({ os }) => nameOf(os) },
    {
      id: 'lastSignInAt',
      head: <SortButton label={t('column.lastSignInAt')} direction={sorted} onSort={turn} />,
      width: 'w-[14%]',
      label: t('column.lastSignInAt'),
      sorted,
      cell: ({ lastSignInAt }) =>
        lastSignInAt === null ? t('never') : <RelativeTime value={lastSignInAt} />,
    },
    {
      id: 'notes',
      head: t('column.notes'),
      width: 'w-[20%]',
      className: 'sheet-first max-[56rem]:empty:hidden',
      cell: (device) => <Notes device={device} />,
    },
    {
      id: 'azureDeviceId',
      head: t('column.azureDeviceId'),
      width: 'w-[32%]',
      className: 'sheet-first',
      cell: ({ azureDeviceId }) => <Copyable text={azureDeviceId} what={t('column.azureDeviceId')} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={devices} keyOf={({ objectId }) => objectId} />;
}

/** What makes it a candidate for a clean-up; the clean-up is done at Microsoft. */
function Notes({ device }: { device: EntraOnlyDevice }) {
  const t = useTranslations('entraOnly');
  const { stale, duplicate, sameName } = device;
  if (!stale && !duplicate) return null;
  return (
    <span className="flex flex-col items-start">
      {stale && (
        <Status tone="wait" icon={Hourglass}>
          {t('stale', { days: staleAfterDays })}
        </Status>
      )}
      {duplicate && (
        <Status tone="muted" icon={Copy}>
          {t('duplicate', { count: sameName })}
        </Status>
      )}
    </span>
  );
}
