'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { FilterChips } from '#components/layout/filter-chips';
import { ListScreen, NoMatch } from '#components/layout/list-screen';
import { BackLink } from '#components/layout/page-header';
import { GivenText } from '#components/marks/given-text';
import { EmptyState } from '#components/ui/empty-state';
import { CalendarClock, History } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { ToggleChip } from '#components/ui/toggle-chip';
import { exceptionListParsers } from '#lib/client/lists/exception-search';
import { useLiveQueries } from '#lib/client/live-changes';
import {
  concernsPolicies,
  exceptionListQuery,
  policiesQuery,
  policyKeys,
} from '#lib/client/queries/policy-queries';
import type { ExceptionItem } from '#lib/contract/policy-exception';
import { shownText } from '#lib/domain/text/shown-text';
import { useListSearch } from '../../layout/use-list-search.ts';
import { EndException, ExceptionTargetText, ExceptionUntil } from './exception-marks.tsx';
import { AddException } from './exceptions-panel.tsx';

/** All exceptions from policies: those that have not ended, or those that have. */
export function ExceptionListScreen() {
  const t = useTranslations('policyExceptions');
  const back = useTranslations('policies')('back');
  const list = useTranslations('list');
  const { search, change, clear } = useListSearch(exceptionListParsers);
  useLiveQueries(policyKeys.all, concernsPolicies);
  return (
    <ListScreen
      title={t('title')}
      about={t('about')}
      back={<BackLink href="/policies">{back}</BackLink>}
      aside={<AddException policyId={search.policyId} />}
      filters={
        <>
          <section aria-label={list('filters')} className="flex flex-wrap items-center gap-2">
            <ToggleChip
              icon={History}
              label={t('ended')}
              pressed={search.ended}
              onToggle={() => change({ ended: search.ended ? null : true })}
            />
          </section>
          <PolicyChip />
        </>
      }
      query={useQuery(exceptionListQuery(search))}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        search.policyId === null ? (
          <EmptyState
            icon={CalendarClock}
            title={search.ended ? t('noneEnded') : t('none')}
            text={t('noneText')}
          />
        ) : (
          <NoMatch title={search.ended ? t('noneEnded') : t('none')} text={t('noneText')} onClear={clear} />
        )
      }
    >
      {({ items }) => <ExceptionTable exceptions={items} />}
    </ListScreen>
  );
}

/** The policy that the list is about, if it is about one. */
function PolicyChip() {
  const t = useTranslations('policyExceptions');
  const { search, change, clear } = useListSearch(exceptionListParsers);
  const { policyId } = search;
  const policies = useQuery({ ...policiesQuery(), enabled: policyId !== null }).data?.items ?? [];
  if (policyId === null) return null;
  const value = shownText(policies.find(({ id }) => id === policyId)?.name ?? policyId);
  const chips = [{ id: 'policy', filter: t('policy'), value, remove: () => change({ policyId: null }) }];
  return <FilterChips chips={chips} onClear={clear} />;
}

function ExceptionTable({ exceptions }: { exceptions: readonly ExceptionItem[] }) {
  const t = useTranslations('policyExceptions');
  const columns: Column<ExceptionItem>[] = [
    {
      id: 'target',
      head: t('column.target'),
      width: 'w-[22%]',
      className: 'sheet-first',
      cell: (exception) => <ExceptionTargetText exception={exception} />,
    },
    {
      id: 'policy',
      head: t('column.policy'),
      width: 'w-[18%]',
      label: t('column.policy'),
      cell: ({ policyId, policy }) => (
        <Link
          href={`/policies/${policyId}`}
          prefetch={false}
          className="rounded-md text-accent hover:underline"
        >
          <GivenText text={policy} />
        </Link>
      ),
    },
    {
      id: 'until',
      head: t('column.until'),
      width: 'w-[19%]',
      label: t('column.until'),
      cell: (exception) => <ExceptionUntil exception={exception} />,
    },
    {
      id: 'reason',
      head: t('column.reason'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: ({ reason }) => <GivenText text={reason} />,
    },
    {
      id: 'by',
      head: t('column.by'),
      width: 'w-[13%]',
      label: t('column.by'),
      cell: ({ createdBy, createdAt }) =>
        t.rich('given', { name: shownText(createdBy), ago: () => <RelativeTime value={createdAt} /> }),
    },
    {
      id: 'end',
      head: '',
      width: 'w-[8%]',
      cell: (exception) => <EndException exception={exception} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={exceptions} keyOf={({ id }) => id} />;
}
