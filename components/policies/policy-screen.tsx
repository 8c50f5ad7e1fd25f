'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/layout/delete-dialog';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { ReasonField } from '#components/layout/reason-field';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { Pencil, Trash2 } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { useLiveQueries } from '#lib/client/live-changes';
import { concernsPolicies, deletePolicy, policyKeys, policyQuery } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { localeNames, locales } from '#lib/i18n/locales';
import { PolicyVersions } from './detail-versions.tsx';
import { PolicyExceptionsPanel } from './exceptions/exceptions-panel.tsx';
import { ManagedByFile, PolicyState, SavedText } from './policy-marks.tsx';
import { RuleSentences } from './rule-sentences.tsx';
import { ScopeText } from './scope-text.tsx';
import { StepLine } from './step-line.tsx';
import { ViolatingPanel } from './violating-panel.tsx';

/** A policy in sentences, who violates it, what is excepted, and how it came to be. */
export function PolicyScreen({ id }: { id: string }) {
  const query = useQuery(policyQuery(id));
  const { data: policy, isError } = query;
  useLiveQueries(policyKeys.all, concernsPolicies);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!policy && !isError && <ListSkeleton />}
      {policy && (
        <>
          <PolicyHeader policy={policy} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
            <div className="grid min-w-0 gap-4">
              <ContentPanel policy={policy} />
              <ViolatingPanel policy={policy} />
            </div>
            <div className="grid min-w-0 gap-4">
              <PolicyExceptionsPanel policy={policy} />
              <PolicyVersions id={id} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function PolicyHeader({ policy }: { policy: PolicyItem }) {
  const t = useTranslations('policies');
  const { name, description } = policy;
  return (
    <PageHeader
      title={shownText(name)}
      heading={<GivenText text={name} />}
      help="policy-mode"
      back={<BackLink href="/policies">{t('back')}</BackLink>}
      beside={
        <>
          <PolicyState policy={policy} pill />
          <ManagedByFile file={policy.managedByFile} />
        </>
      }
      aside={<PolicyActions policy={policy} />}
    >
      {description !== '' && (
        <p className="max-w-prose">
          <GivenText text={description} />
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap gap-x-2">
        <SavedText policy={policy} />
      </p>
    </PageHeader>
  );
}

function PolicyActions({ policy }: { policy: PolicyItem }) {
  const t = useTranslations('policies.detail');
  const denied = useDenied('admin');
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap gap-2">
      <Button disabled={denied !== null} title={denied ?? undefined} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden="true" size={14} />
        {t('delete')}
      </Button>
      {denied === null ? (
        <Link href={`/policies/${policy.id}/edit`} className={buttonClass('primary')}>
          <Pencil aria-hidden="true" size={14} />
          {t('edit')}
        </Link>
      ) : (
        <Button look="primary" disabled title={denied}>
          <Pencil aria-hidden="true" size={14} />
          {t('edit')}
        </Button>
      )}
      {open && <DeletePolicy policy={policy} onClose={() => setOpen(false)} />}
    </div>
  );
}

function DeletePolicy({ policy: { id, name }, onClose }: { policy: PolicyItem; onClose: () => void }) {
  const t = useTranslations('policies.detail');
  const [reason, setReason] = useState('');
  const remove = useMutation(deletePolicy(useQueryClient(), id, reason));
  return (
    <DeleteDialog
      title={t('deleteTitle', { name: shownText(name) })}
      submit={t('deleteSubmit')}
      remove={remove}
      listPath="/policies"
      onClose={onClose}
    >
      <p className="mt-2 mb-2">{t('deleteText')}</p>
      <ReasonField value={reason} onChange={setReason} />
    </DeleteDialog>
  );
}

/** What the policy says: scope, rule, steps, and what users are told to do. */
function ContentPanel({ policy: { scope, rule, steps, fix } }: { policy: PolicyItem }) {
  const t = useTranslations('policies');
  return (
    <Panel title={t('detail.rule')}>
      <div className="flex flex-col gap-4">
        <section>
          <h3 className="text-muted text-sm">{t('column.scope')}</h3>
          <ScopeText scope={scope} />
        </section>
        <RuleSentences rule={rule} />
        <StepLine steps={steps} />
        <FixTexts fix={fix} />
      </div>
    </Panel>
  );
}

/** What the user has to do, in the admin's language first; the others are folded. */
function FixTexts({ fix }: Pick<PolicyItem, 'fix'>) {
  const t = useTranslations('policies');
  const own = useLocale();
  const written = [own, ...locales.filter((one) => one !== own)].flatMap((locale) => {
    const text = fix[locale];
    return text === undefined ? [] : [{ locale, ...text }];
  });
  if (written.length === 0) return null;
  return (
    <section>
      <h3 className="text-muted text-sm">{t('field.fix')}</h3>
      {written.map(({ locale, title, text }, index) => (
        <details key={locale} open={index === 0}>
          <summary className="rounded-md">
            <span translate="no" lang={locale}>
              {localeNames[locale]}
            </span>
          </summary>
          <div lang={locale} className="ms-4">
            <p className="font-medium">
              <GivenText text={title} />
            </p>
            <p className="whitespace-pre-line">{text}</p>
          </div>
        </details>
      ))}
    </section>
  );
}
