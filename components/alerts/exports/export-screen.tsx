'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { AdminLink } from '#components/layout/admin-link';
import { DeleteDialog } from '#components/layout/delete-dialog';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { type Fact, FactList } from '#components/ui/fact-list';
import { CircleCheck, Pencil, Send, Trash2 } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { listHref } from '#lib/client/lists/device-search';
import { useLiveQueries } from '#lib/client/live-changes';
import {
  alertKeys,
  concernsAlerts,
  deleteExport,
  exportQuery,
  sendExport,
} from '#lib/client/queries/alert-queries';
import type { ExportScheduleItem } from '#lib/contract/export-schedule';
import { shownText } from '#lib/domain/text/shown-text';
import { FilterText, RuleDestinations, RuleStatus } from '../rules/rule-marks.tsx';
import { ExportTimesText, LastSentText } from './export-marks.tsx';

/** A scheduled export as it is stored, and a way to send it now. */
export function ExportScreen({ id }: { id: string }) {
  const query = useQuery(exportQuery(id));
  const { data: schedule, isError } = query;
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!schedule && !isError && <ListSkeleton />}
      {schedule && (
        <>
          <ExportHeader schedule={schedule} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <ExportFacts schedule={schedule} />
            <SendPanel id={id} />
          </div>
        </>
      )}
    </div>
  );
}

interface ScheduleProps {
  schedule: ExportScheduleItem;
}

function ExportHeader({ schedule }: ScheduleProps) {
  const t = useTranslations('alerts');
  const denied = useDenied('admin');
  const remove = useMutation(deleteExport(useQueryClient(), schedule.id));
  const [deleting, setDeleting] = useState(false);
  const name = shownText(schedule.name);
  return (
    <PageHeader
      title={name}
      heading={<bdi>{name}</bdi>}
      back={<BackLink href="/alerts/exports">{t('exports.back')}</BackLink>}
      beside={<RuleStatus enabled={schedule.enabled} pill />}
      aside={
        <div className="flex flex-wrap gap-2">
          <Button disabled={denied !== null} title={denied ?? undefined} onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden="true" size={14} />
            {t('rules.delete')}
          </Button>
          <AdminLink href={`/alerts/exports/${schedule.id}/edit`} look="primary" icon={Pencil}>
            {t('rules.edit')}
          </AdminLink>
        </div>
      }
    >
      {deleting && (
        <DeleteDialog
          title={t('rules.deleteTitle', { name })}
          submit={t('rules.delete')}
          remove={remove}
          listPath="/alerts/exports"
          onClose={() => setDeleting(false)}
        >
          <p className="mt-2">{t('exports.deleteText')}</p>
        </DeleteDialog>
      )}
    </PageHeader>
  );
}

function ExportFacts({ schedule }: ScheduleProps) {
  const t = useTranslations('alerts');
  const { filter, sort, columns, nextAt, updatedAt, updatedBy } = schedule;
  const facts: Fact[] = [
    [
      t('rules.column.filter'),
      <div key="filter">
        <FilterText filter={filter} />
        <Link
          href={listHref(filter, sort)}
          prefetch={false}
          className="mt-1 block w-fit rounded-md text-accent underline"
        >
          {t('exports.show')}
        </Link>
      </div>,
    ],
    [t('rules.column.when'), <ExportTimesText key="when" schedule={schedule} />],
    [
      t('exports.column.next'),
      nextAt === null ? <RuleStatus key="next" enabled={false} /> : <ExactTime key="next" value={nextAt} />,
    ],
    [t('exports.column.last'), <LastSentText key="last" schedule={schedule} />],
    [t('rules.column.destinations'), <RuleDestinations key="destinations" rule={schedule} />],
    [
      t('exports.columns'),
      columns.length === 0 ? (
        t('exports.columnsAll')
      ) : (
        <code key="columns" className="wrap-anywhere font-mono text-sm">
          {columns.join(', ')}
        </code>
      ),
    ],
    [
      t('rules.saved'),
      t.rich('rules.savedBy', { name: shownText(updatedBy), ago: () => <RelativeTime value={updatedAt} /> }),
    ],
  ];
  return (
    <Panel title={t('rules.settings')} flush>
      <FactList facts={facts} />
    </Panel>
  );
}

/** Sends it at once. What came of it is in the log of deliveries. */
function SendPanel({ id }: { id: string }) {
  const t = useTranslations('alerts');
  const denied = useDenied('admin');
  const { mutate, isPending, data, error } = useMutation(sendExport(useQueryClient(), id));
  return (
    <Panel
      title={t('exports.send')}
      aside={
        <Button disabled={denied !== null || isPending} title={denied ?? undefined} onClick={() => mutate()}>
          <Send aria-hidden="true" size={14} />
          {t('exports.send')}
        </Button>
      }
    >
      <p className="max-w-prose text-muted">{t('exports.sendAbout')}</p>
      <div role="status" className="mt-2 flex flex-col gap-1 empty:hidden">
        {isPending && <p>{t('test.sending')}</p>}
        {!isPending && data !== undefined && (
          <>
            <Status tone="good" icon={CircleCheck}>
              {t('exports.sent', { count: data.sentTo.length })}
            </Status>
            <Link href="/alerts/deliveries" className="w-fit rounded-md text-accent underline">
              {t('destinations.toDeliveries')}
            </Link>
          </>
        )}
      </div>
      <FailureLine error={error} />
    </Panel>
  );
}
