'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { TriangleAlert } from '#components/ui/icons';
import { HeadlinePanel, Panel } from '#components/ui/panel';
import { draftOfDestination, newDestination } from '#lib/client/alerts/destination-draft';
import { destinationQuery, destinationsQuery } from '#lib/client/queries/alert-queries';
import { type DestinationKind, destinationKinds } from '#lib/domain/alerts/alert-destination';
import { shownText } from '#lib/domain/text/shown-text';
import { defaultLocale, isLocale } from '#lib/i18n/locales';
import { KindMark } from '../alert-marks.tsx';
import { DestinationForm } from './destination-form.tsx';

/** First asks what receives the alerts, then for its address. `kind`: null if it is not chosen yet. */
export function NewDestinationScreen({ kind }: { kind: DestinationKind | null }) {
  const t = useTranslations('alerts.destinations');
  const nameOf = useTranslations('alerts.kind');
  const router = useRouter();
  const locale = useLocale();
  if (kind === null) {
    return (
      <div className="flex flex-col gap-4">
        <PageHeader title={t('new')} back={<BackLink href="/alerts">{t('back')}</BackLink>}>
          <p className="max-w-prose text-muted">{t('newAbout')}</p>
        </PageHeader>
        <KindCards />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t('newOf', { kind: nameOf(kind) })}
        back={<BackLink href="/alerts/destinations/new">{t('otherKind')}</BackLink>}
      />
      <MailNotice kind={kind} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <SetupPanel kind={kind} />
        <Panel title={t('settings')}>
          <DestinationForm
            key={kind}
            start={newDestination(kind, isLocale(locale) ? locale : defaultLocale)}
            destination={null}
            onCancel={() => router.push('/alerts')}
            onSaved={({ id }) => router.push(`/alerts/destinations/${id}`)}
          />
        </Panel>
      </div>
    </div>
  );
}

function KindCards() {
  const t = useTranslations('alerts');
  const mail = useQuery(destinationsQuery()).data?.mail;
  return (
    <ul aria-label={t('destinations.kinds')} className="grid gap-3 sm:grid-cols-2">
      {destinationKinds.map((kind) => (
        <li key={kind} className="flex">
          <Link
            href={`/alerts/destinations/new?kind=${kind}`}
            className="flex w-full flex-col gap-1 rounded-lg border border-line bg-surface p-4 hover:border-accent hover:bg-accent-soft"
          >
            <span className="font-semibold text-accent">
              <KindMark kind={kind} />
            </span>
            <span className="text-muted">{t(`kindAbout.${kind}`)}</span>
            {kind === 'email' && mail?.configured === false && (
              <span className="text-wait">{t('mail.notConfigured')}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Without a mail server nothing can be mailed: said before anybody fills in the form. */
function MailNotice({ kind }: { kind: DestinationKind }) {
  const t = useTranslations('alerts.mail');
  const mail = useQuery({ ...destinationsQuery(), enabled: kind === 'email' }).data?.mail;
  if (kind !== 'email' || mail === undefined || mail.configured) return null;
  return (
    <HeadlinePanel tone="wait" icon={TriangleAlert} title={t('notConfigured')}>
      <p className="max-w-prose">
        {t.rich('configure', { code: (text) => <code className="wrap-anywhere">{text}</code> })}
      </p>
    </HeadlinePanel>
  );
}

const setupSteps = {
  webhook: ['webhook_1', 'webhook_2', 'webhook_3'],
  slack: ['slack_1', 'slack_2', 'slack_3'],
  teams: ['teams_1', 'teams_2', 'teams_3'],
  email: ['email_1', 'email_2'],
} as const satisfies Record<DestinationKind, readonly string[]>;

/** What to do on the other side, step by step. */
function SetupPanel({ kind }: { kind: DestinationKind }) {
  const t = useTranslations('alerts');
  const mail = useQuery({ ...destinationsQuery(), enabled: kind === 'email' }).data?.mail;
  return (
    <Panel title={t('preparation')}>
      <ol className="flex list-decimal flex-col gap-2 ps-5">
        {setupSteps[kind].map((step) => (
          <li key={step}>
            {t.rich(`steps.${step}`, {
              code: (text) => <code className="wrap-anywhere">{text}</code>,
              b: (text) => <b>{text}</b>,
            })}
          </li>
        ))}
      </ol>
      {kind === 'email' && mail?.from != null && (
        <p className="mt-3 text-muted">{t('mail.from', { from: shownText(mail.from) })}</p>
      )}
    </Panel>
  );
}

/** Changes where alerts go. The kind stays. */
export function EditDestinationScreen({ id }: { id: string }) {
  const t = useTranslations('alerts.destinations');
  const router = useRouter();
  const query = useQuery({ ...destinationQuery(id), staleTime: Number.POSITIVE_INFINITY });
  const destination = query.data;
  const path = `/alerts/destinations/${id}`;
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {destination && (
        <>
          <PageHeader
            title={t('editOf', { name: shownText(destination.name) })}
            back={<BackLink href={path}>{shownText(destination.name)}</BackLink>}
          />
          <MailNotice kind={destination.kind} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <SetupPanel kind={destination.kind} />
            <Panel title={t('settings')}>
              <DestinationForm
                start={draftOfDestination(destination)}
                destination={destination}
                onCancel={() => router.push(path)}
                onSaved={() => router.push(path)}
              />
            </Panel>
          </div>
        </>
      )}
    </div>
  );
}
