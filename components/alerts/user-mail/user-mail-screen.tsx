'use client';

import { useQuery } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { PageHeader } from '#components/layout/page-header';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { ExternalLink, TriangleAlert } from '#components/ui/icons';
import { HeadlinePanel, Panel } from '#components/ui/panel';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, userMailQuery } from '#lib/client/queries/alert-queries';
import type { UserMailItem } from '#lib/contract/user-mail';
import { defaultLocale, isLocale } from '#lib/i18n/locales';
import { AlertNavigation } from '../alert-navigation.tsx';
import { draftOfUserMail, type UserMailDraft, UserMailForm } from './user-mail-form.tsx';
import { UserMailPreviewPanel } from './user-mail-preview.tsx';
import { UserMailSwitch } from './user-mail-switch.tsx';

/** Whether and how the users of devices are mailed. */
export function UserMailScreen() {
  const t = useTranslations('alerts.userMail');
  const query = useQuery(userMailQuery());
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <div className="flex flex-col gap-3">
      <PageHeader title={t('title')} tabs={<AlertNavigation />}>
        <p className="max-w-prose text-muted">{t('about')}</p>
      </PageHeader>
      <QueryError query={query} />
      {query.data === undefined && !query.isError && <ListSkeleton />}
      {query.data !== undefined && <UserMailParts stored={query.data} />}
    </div>
  );
}

/** What was edited is kept apart from what is stored, so that another admin’s change shows where this one edits nothing. */
function UserMailParts({ stored }: { stored: UserMailItem }) {
  const own = useLocale();
  const [edits, setEdits] = useState<Partial<UserMailDraft>>({});
  const [locale, setLocale] = useState(isLocale(own) ? own : defaultLocale);
  const first = draftOfUserMail(stored);
  const draft = { ...first, ...edits };
  const unsaved = !isEqual(draft, first);
  const guard = useLeaveGuard(unsaved);
  const parts = { stored, draft, unsaved, onSaved: () => setEdits({}) };
  return (
    <>
      {!stored.configured && <NotConfigured />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <UserMailSwitch {...parts} />
          <UserMailForm
            {...parts}
            // The footer that is written is seen in the preview.
            onFooterLanguage={setLocale}
            onChange={(part) => setEdits((before) => ({ ...before, ...part }))}
            onDiscard={() => setEdits({})}
          />
          <HelpPanel />
        </div>
        <div className="min-w-0 lg:sticky lg:top-4">
          <UserMailPreviewPanel draft={draft} locale={locale} onLocale={setLocale} />
        </div>
      </div>
      {guard.dialog}
    </>
  );
}

function NotConfigured() {
  const t = useTranslations('alerts');
  return (
    <HeadlinePanel tone="wait" icon={TriangleAlert} title={t('mail.notConfigured')}>
      <p className="max-w-prose">
        {t.rich('userMail.configure', { code: (text) => <code className="wrap-anywhere">{text}</code> })}
      </p>
    </HeadlinePanel>
  );
}

/** The server answers that page without the console. */
function HelpPanel() {
  const t = useTranslations('alerts.userMail');
  return (
    <Panel title={t('help')}>
      <p className="max-w-prose text-muted">{t('helpText')}</p>
      <p className="mt-2">
        <a
          href="/help"
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 rounded-md text-accent hover:underline"
        >
          {t('helpOpen')}
          <ExternalLink aria-hidden="true" size={13} />
        </a>
      </p>
    </Panel>
  );
}
