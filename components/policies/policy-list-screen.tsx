'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { Plus, Scale } from '#components/ui/icons';
import { useLiveQueries } from '#lib/client/live-changes';
import { concernsPolicies, policiesQuery, policyKeys } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import {
  ExceptionCount,
  ManagedByFile,
  PolicyState,
  SavedText,
  ViolatingCount,
  ViolatingTrend,
} from './policy-marks.tsx';
import { PolicyTemplates } from './policy-templates.tsx';
import { ScopeText } from './scope-text.tsx';
import { StepList } from './step-line.tsx';

/** All policies of Tenko's own, with live counts. */
export function PolicyListScreen() {
  const t = useTranslations('policies');
  const denied = useDenied('admin');
  const query = useQuery({
    ...policiesQuery(),
    select: ({ items }) => ({ items, nextCursor: null }),
  });
  useLiveQueries(policyKeys.all, concernsPolicies);
  return (
    <ListScreen
      title={t('title')}
      help="action"
      about={t('about')}
      aside={<PolicyListActions />}
      query={query}
      cursor={null}
      onGo={() => Promise.resolve()}
      empty={
        <EmptyState icon={Scale} title={t('none')} text={t('noneText')}>
          {denied === null ? (
            <>
              <p className="mt-2 font-semibold">{t('start')}</p>
              <PolicyTemplates />
            </>
          ) : (
            <p className="text-muted">{t('noneViewer')}</p>
          )}
        </EmptyState>
      }
    >
      {({ items }) => <PolicyTable policies={items} />}
    </ListScreen>
  );
}

function PolicyListActions() {
  const t = useTranslations('policies');
  const denied = useDenied('admin');
  return (
    <div className="flex flex-wrap gap-2">
      <Link href="/policies/version-lists" className={buttonClass('plain')}>
        {t('versionListsLink')}
      </Link>
      <Link href="/policies/exceptions" className={buttonClass('plain')}>
        {t('exceptionsLink')}
      </Link>
      {denied === null ? (
        <Link href="/policies/new" className={buttonClass('primary')}>
          <Plus aria-hidden="true" size={15} />
          {t('new')}
        </Link>
      ) : (
        <Button look="primary" disabled title={denied}>
          <Plus aria-hidden="true" size={15} />
          {t('new')}
        </Button>
      )}
    </div>
  );
}

function PolicyTable({ policies }: { policies: readonly PolicyItem[] }) {
  const t = useTranslations('policies');
  const columns: Column<PolicyItem>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: (policy) => <PolicyName policy={policy} />,
    },
    {
      id: 'scope',
      head: t('column.scope'),
      width: 'w-[14%]',
      className: 'sheet-first',
      cell: ({ scope }) => <ScopeText scope={scope} />,
    },
    {
      id: 'steps',
      head: t('column.steps'),
      width: 'w-[19%]',
      className: 'sheet-first',
      cell: ({ steps }) => <StepList steps={steps} />,
    },
    {
      id: 'violating',
      head: t('column.violating'),
      width: 'w-[11%]',
      label: t('column.violating'),
      cell: (policy) => <ViolatingCount policy={policy} />,
    },
    {
      id: 'trend',
      head: t('column.trend'),
      width: 'w-[14%]',
      label: t('column.trend'),
      className: 'sheet-first',
      cell: (policy) => <ViolatingTrend policy={policy} />,
    },
    {
      id: 'excepted',
      head: t('column.excepted'),
      width: 'w-[9%]',
      label: t('column.excepted'),
      cell: (policy) => <ExceptionCount policy={policy} />,
    },
    {
      id: 'saved',
      head: t('column.saved'),
      width: 'w-[13%]',
      className: 'sheet-first',
      cell: (policy) => <SavedText policy={policy} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={policies} keyOf={({ id }) => id} />;
}

function PolicyName({ policy }: { policy: PolicyItem }) {
  return (
    <>
      <Link
        href={`/policies/${policy.id}`}
        prefetch={false}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        <GivenText text={policy.name} />
      </Link>
      <span className="flex flex-wrap gap-x-3">
        <PolicyState policy={policy} />
        <ManagedByFile file={policy.managedByFile} />
      </span>
    </>
  );
}
