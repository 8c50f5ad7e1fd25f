'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AdminLink } from '#components/layout/admin-link';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { GivenText } from '#components/marks/given-text';
import { EmptyState } from '#components/ui/empty-state';
import { CalendarClock, Plus } from '#components/ui/icons';
import { ExactTime } from '#components/ui/relative-time';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, exportsQuery } from '#lib/client/queries/alert-queries';
import type { ExportScheduleItem } from '#lib/contract/export-schedule';
import { AlertNavigation } from '../alert-navigation.tsx';
import { FilterText, RuleDestinations, RuleStatus } from '../rules/rule-marks.tsx';
import { ExportTimesText, LastSentText } from './export-marks.tsx';

/** Which lists are sent regularly, and when. */
export function ExportListScreen() {
  const t = useTranslations('alerts.exports');
  const query = useQuery({ ...exportsQuery(), select: ({ items }) => ({ items, nextCursor: null }) });
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <ListScreen
      title={t('title')}
      about={t('about')}
      tabs={<AlertNavigation />}
      aside={<NewExport />}
      query={query}
      cursor={null}
      onGo={() => Promise.resolve()}
      empty={
        <EmptyState icon={CalendarClock} title={t('none')} text={t('noneText')}>
          <p className="mt-2">
            <NewExport />
          </p>
        </EmptyState>
      }
    >
      {({ items }) => <ExportTable schedules={items} />}
    </ListScreen>
  );
}

function NewExport() {
  const t = useTranslations('alerts.exports');
  return (
    <AdminLink href="/alerts/exports/new" look="primary" icon={Plus}>
      {t('new')}
    </AdminLink>
  );
}

function ExportTable({ schedules }: { schedules: readonly ExportScheduleItem[] }) {
  const t = useTranslations('alerts');
  const columns: Column<ExportScheduleItem>[] = [
    {
      id: 'name',
      head: t('rules.column.name'),
      width: 'w-[18%]',
      className: 'sheet-first',
      cell: ({ id, name }) => (
        <Link
          href={`/alerts/exports/${id}`}
          prefetch={false}
          className="rounded-md font-semibold text-accent hover:underline"
        >
          <GivenText text={name} />
        </Link>
      ),
    },
    {
      id: 'filter',
      head: t('rules.column.filter'),
      label: t('rules.column.filter'),
      width: 'w-[19%]',
      className: 'sheet-first',
      cell: ({ filter }) => <FilterText filter={filter} />,
    },
    {
      id: 'destinations',
      head: t('rules.column.destinations'),
      label: t('rules.column.destinations'),
      width: 'w-[15%]',
      className: 'sheet-first',
      cell: (schedule) => <RuleDestinations rule={schedule} />,
    },
    {
      id: 'when',
      head: t('rules.column.when'),
      width: 'w-[18%]',
      cell: (schedule) => <ExportTimesText schedule={schedule} />,
    },
    {
      id: 'next',
      head: t('exports.column.next'),
      label: t('exports.column.next'),
      width: 'w-[17%]',
      cell: ({ nextAt }) => (nextAt === null ? <RuleStatus enabled={false} /> : <ExactTime value={nextAt} />),
    },
    {
      id: 'last',
      head: t('exports.column.last'),
      label: t('exports.column.last'),
      width: 'w-[13%]',
      cell: (schedule) => <LastSentText schedule={schedule} />,
    },
  ];
  return <DataTable name={t('exports.title')} columns={columns} rows={schedules} keyOf={({ id }) => id} />;
}
