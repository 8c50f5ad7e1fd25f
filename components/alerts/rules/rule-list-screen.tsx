'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AdminLink } from '#components/layout/admin-link';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { EmptyState } from '#components/ui/empty-state';
import { Bell, Plus } from '#components/ui/icons';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, rulesQuery } from '#lib/client/queries/alert-queries';
import type { AlertRuleItem } from '#lib/contract/alert-rule';
import { useRuleName } from '../alert-marks.tsx';
import { AlertNavigation } from '../alert-navigation.tsx';
import { EventsText, RuleDestinations, RuleFilterText, RuleStatus, WhenText } from './rule-marks.tsx';

/** Which events go where. */
export function RuleListScreen() {
  const t = useTranslations('alerts.rules');
  const query = useQuery({ ...rulesQuery(), select: ({ items }) => ({ items, nextCursor: null }) });
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <ListScreen
      title={t('title')}
      help="event"
      about={t('about')}
      tabs={<AlertNavigation />}
      aside={<NewRule />}
      query={query}
      cursor={null}
      onGo={() => Promise.resolve()}
      empty={
        <EmptyState icon={Bell} title={t('none')} text={t('noneText')}>
          <p className="mt-2">
            <NewRule />
          </p>
        </EmptyState>
      }
    >
      {({ items }) => <RuleTable rules={items} />}
    </ListScreen>
  );
}

function NewRule() {
  const t = useTranslations('alerts.rules');
  return (
    <AdminLink href="/alerts/rules/new" look="primary" icon={Plus}>
      {t('new')}
    </AdminLink>
  );
}

function RuleTable({ rules }: { rules: readonly AlertRuleItem[] }) {
  const t = useTranslations('alerts.rules');
  const columns: Column<AlertRuleItem>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[18%]',
      className: 'sheet-first',
      cell: (rule) => <RuleLink rule={rule} />,
    },
    {
      id: 'events',
      head: t('column.events'),
      width: 'w-[22%]',
      className: 'sheet-first',
      cell: (rule) => <EventsText rule={rule} />,
    },
    {
      id: 'filter',
      head: t('column.filter'),
      width: 'w-[19%]',
      label: t('column.filter'),
      className: 'sheet-first',
      cell: (rule) => <RuleFilterText rule={rule} />,
    },
    {
      id: 'destinations',
      head: t('column.destinations'),
      width: 'w-[17%]',
      label: t('column.destinations'),
      className: 'sheet-first',
      cell: (rule) => <RuleDestinations rule={rule} />,
    },
    {
      id: 'when',
      head: t('column.when'),
      width: 'w-[15%]',
      cell: (rule) => <WhenText rule={rule} />,
    },
    {
      id: 'enabled',
      head: t('column.enabled'),
      width: 'w-[9%]',
      cell: ({ enabled }) => <RuleStatus enabled={enabled} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={rules} keyOf={({ id }) => id} />;
}

function RuleLink({ rule }: { rule: AlertRuleItem }) {
  const t = useTranslations('alerts.rule');
  const nameOf = useRuleName();
  return (
    <>
      <Link
        href={`/alerts/rules/${rule.id}`}
        prefetch={false}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        <bdi>{nameOf(rule)}</bdi>
      </Link>
      {rule.builtIn !== null && <span className="block text-muted text-sm">{t('builtIn')}</span>}
    </>
  );
}
