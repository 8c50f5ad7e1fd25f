'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AdminLink } from '#components/layout/admin-link';
import { DeleteDialog } from '#components/layout/delete-dialog';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { type Fact, FactList } from '#components/ui/fact-list';
import { CircleAlert, KeyRound, Pencil, Trash2 } from '#components/ui/icons';
import { HeadlinePanel, Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { deliveriesHref } from '#lib/client/lists/delivery-search';
import { useLiveQueries } from '#lib/client/live-changes';
import {
  alertKeys,
  concernsAlerts,
  deleteDestination,
  destinationQuery,
  rulesQuery,
} from '#lib/client/queries/alert-queries';
import type { AlertDestinationItem } from '#lib/contract/alert-destination';
import { shownText } from '#lib/domain/text/shown-text';
import { localeNames } from '#lib/i18n/locales';
import { AddressText, HealthStatus, KindMark, ProblemText, useRuleName } from '../alert-marks.tsx';
import { DeliveredText, WaitingCount } from './destination-list-screen.tsx';
import { TestPanel } from './test-panel.tsx';

/** A place where alerts go: whether they arrive, a test, and how it is set up. */
export function DestinationScreen({ id }: { id: string }) {
  const query = useQuery(destinationQuery(id));
  const { data: destination, isError } = query;
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!destination && !isError && <ListSkeleton />}
      {destination && (
        <>
          <DestinationHeader destination={destination} />
          <ProblemPanel destination={destination} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <TestPanel destination={destination} />
            <div className="grid min-w-0 gap-4">
              <FactsPanel destination={destination} />
              <RulesPanel id={id} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function DestinationHeader({ destination }: { destination: AlertDestinationItem }) {
  const t = useTranslations('alerts.destinations');
  const { name, kind, health } = destination;
  return (
    <PageHeader
      title={shownText(name)}
      heading={<GivenText text={name} />}
      help="delivery-problem"
      back={<BackLink href="/alerts">{t('back')}</BackLink>}
      beside={<HealthStatus value={health} pill />}
      aside={<DestinationActions destination={destination} />}
    >
      <p className="text-muted">
        <KindMark kind={kind} />
      </p>
    </PageHeader>
  );
}

const RotateSecretDialog = dynamic(() =>
  import('./secret-dialogs.tsx').then(({ RotateSecretDialog: dialog }) => dialog),
);

function DestinationActions({ destination }: { destination: AlertDestinationItem }) {
  const t = useTranslations('alerts.destinations');
  const denied = useDenied('admin');
  const [open, setOpen] = useState<'delete' | 'rotate' | null>(null);
  const button = { disabled: denied !== null, title: denied ?? undefined };
  const { id, kind } = destination;
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      <Button {...button} onClick={() => setOpen('delete')}>
        <Trash2 aria-hidden="true" size={14} />
        {t('delete')}
      </Button>
      {kind === 'webhook' && (
        <Button {...button} onClick={() => setOpen('rotate')}>
          <KeyRound aria-hidden="true" size={14} />
          {t('rotate')}
        </Button>
      )}
      <AdminLink href={`/alerts/destinations/${id}/edit`} look="plain" icon={Pencil}>
        {t('edit')}
      </AdminLink>
      {open === 'delete' && (
        <DeleteDestinationDialog destination={destination} onClose={() => setOpen(null)} />
      )}
      {open === 'rotate' && <RotateSecretDialog destination={destination} onClose={() => setOpen(null)} />}
    </div>
  );
}

interface DeleteProps {
  destination: AlertDestinationItem;
  onClose: () => void;
}

function DeleteDestinationDialog({ destination: { id, name }, onClose }: DeleteProps) {
  const t = useTranslations('alerts.destinations');
  const remove = useMutation(deleteDestination(useQueryClient(), id));
  return (
    <DeleteDialog
      title={t('deleteTitle', { name: shownText(name) })}
      submit={t('delete')}
      remove={remove}
      listPath="/alerts"
      onClose={onClose}
    >
      <p className="mt-2">{t('deleteText')}</p>
    </DeleteDialog>
  );
}

/** What the last attempt met. */
function ProblemPanel({ destination: { problem } }: { destination: AlertDestinationItem }) {
  const t = useTranslations('alerts');
  if (problem === null) return null;
  return (
    <HeadlinePanel tone="bad" icon={CircleAlert} title={t(`problem.${problem.code}.title`)}>
      <div className="flex flex-col items-start gap-1">
        <ProblemText problem={problem} />
        <p className="text-muted text-sm">
          {t.rich('problemSince', {
            ago: () => <RelativeTime value={problem.since} />,
            last: () => <RelativeTime value={problem.at} />,
          })}
        </p>
      </div>
    </HeadlinePanel>
  );
}

function FactsPanel({ destination }: { destination: AlertDestinationItem }) {
  const t = useTranslations('alerts.destinations');
  const { id, kind, language, formerSecretUntil, deliveredAt, updatedBy, updatedAt } = destination;
  const facts: Fact[] = [
    [
      kind === 'email' ? t('column.addressees') : t('column.address'),
      <AddressText key="to" destination={destination} />,
    ],
    [
      t('language'),
      kind === 'webhook' ? null : (
        <span key="language" lang={language} translate="no">
          {localeNames[language]}
        </span>
      ),
    ],
    [
      t('formerSecret'),
      formerSecretUntil === null
        ? null
        : t.rich('validUntil', { time: () => <RelativeTime value={formerSecretUntil} future /> }),
    ],
    [t('column.waiting'), <WaitingCount key="waiting" destination={destination} />],
    [t('column.delivered'), <DeliveredText key="delivered" at={deliveredAt} />],
    [
      t('saved'),
      t.rich('savedBy', { name: shownText(updatedBy), ago: () => <RelativeTime value={updatedAt} /> }),
    ],
  ];
  return (
    <Panel
      title={t('settings')}
      flush
      aside={
        <Link
          href={deliveriesHref({ destinationId: id })}
          prefetch={false}
          className="rounded-md text-accent hover:underline"
        >
          {t('toDeliveries')}
        </Link>
      }
    >
      <FactList facts={facts} />
    </Panel>
  );
}

/** Which rules send here: a destination without one receives nothing. */
function RulesPanel({ id }: { id: string }) {
  const t = useTranslations('alerts.destinations');
  const nameOf = useRuleName();
  const rules = useQuery(rulesQuery()).data?.items.filter(({ destinationIds }) =>
    destinationIds.includes(id),
  );
  if (rules === undefined) return null;
  return (
    <Panel title={t('rules')}>
      {rules.length === 0 && (
        <p>
          {t('noRules')}{' '}
          <Link href="/alerts/rules" className="rounded-md text-accent underline">
            {t('toRules')}
          </Link>
        </p>
      )}
      <ul className="flex flex-col gap-1">
        {rules.map((rule) => (
          <li key={rule.id}>
            <Link
              href={`/alerts/rules/${rule.id}`}
              prefetch={false}
              className="rounded-md text-accent hover:underline"
            >
              <bdi>{nameOf(rule)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
