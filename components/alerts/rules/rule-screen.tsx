'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AdminLink } from '#components/layout/admin-link';
import { DeleteDialog } from '#components/layout/delete-dialog';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { type Fact, FactList } from '#components/ui/fact-list';
import { Pencil, Trash2 } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, deleteRule, ruleQuery } from '#lib/client/queries/alert-queries';
import type { AlertRuleItem } from '#lib/contract/alert-rule';
import { shownText } from '#lib/domain/text/shown-text';
import { useRuleName } from '../alert-marks.tsx';
import { EventsText, RuleDestinations, RuleFilterText, RuleStatus, WhenText } from './rule-marks.tsx';
import { RulePreviewPanel } from './rule-preview.tsx';

/** A rule as it is stored, and how often it fires. */
export function RuleScreen({ id }: { id: string }) {
  const query = useQuery(ruleQuery(id));
  const { data: rule, isError } = query;
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!rule && !isError && <ListSkeleton />}
      {rule && (
        <>
          <RuleHeader rule={rule} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <RuleFacts rule={rule} />
            <RulePreviewPanel events={rule.events} filter={rule.filter} />
          </div>
        </>
      )}
    </div>
  );
}

function RuleHeader({ rule }: { rule: AlertRuleItem }) {
  const t = useTranslations('alerts.rules');
  const builtIn = useTranslations('alerts.rule')('builtInText');
  const denied = useDenied('admin');
  const nameOf = useRuleName();
  const [deleting, setDeleting] = useState(false);
  const { id, enabled } = rule;
  return (
    <PageHeader
      title={nameOf(rule)}
      heading={<bdi>{nameOf(rule)}</bdi>}
      help="event"
      back={<BackLink href="/alerts/rules">{t('back')}</BackLink>}
      beside={<RuleStatus enabled={enabled} pill />}
      aside={
        <div className="flex flex-wrap gap-2">
          <Button disabled={denied !== null} title={denied ?? undefined} onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden="true" size={14} />
            {t('delete')}
          </Button>
          <AdminLink href={`/alerts/rules/${id}/edit`} look="primary" icon={Pencil}>
            {t('edit')}
          </AdminLink>
        </div>
      }
    >
      {rule.builtIn !== null && <p className="max-w-prose text-muted">{builtIn}</p>}
      {deleting && <DeleteRuleDialog rule={rule} onClose={() => setDeleting(false)} />}
    </PageHeader>
  );
}

function DeleteRuleDialog({ rule, onClose }: { rule: AlertRuleItem; onClose: () => void }) {
  const t = useTranslations('alerts.rules');
  const nameOf = useRuleName();
  const remove = useMutation(deleteRule(useQueryClient(), rule.id));
  return (
    <DeleteDialog
      title={t('deleteTitle', { name: nameOf(rule) })}
      submit={t('delete')}
      remove={remove}
      listPath="/alerts/rules"
      onClose={onClose}
    >
      <p className="mt-2">{t('deleteText')}</p>
    </DeleteDialog>
  );
}

function RuleFacts({ rule }: { rule: AlertRuleItem }) {
  const t = useTranslations('alerts.rules');
  const { updatedBy, updatedAt } = rule;
  const facts: Fact[] = [
    [t('column.events'), <EventsText key="events" rule={rule} full />],
    [t('column.filter'), <RuleFilterText key="filter" rule={rule} />],
    [t('column.destinations'), <RuleDestinations key="destinations" rule={rule} />],
    [t('column.when'), <WhenText key="when" rule={rule} />],
    [
      t('saved'),
      t.rich('savedBy', { name: shownText(updatedBy), ago: () => <RelativeTime value={updatedAt} /> }),
    ],
  ];
  return (
    <Panel title={t('settings')} flush>
      <FactList facts={facts} />
    </Panel>
  );
}
