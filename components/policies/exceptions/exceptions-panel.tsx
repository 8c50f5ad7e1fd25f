'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryError } from '#components/layout/load-error';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { Panel } from '#components/ui/panel';
import { exceptionsOfQuery } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { ExceptionCount } from '../policy-marks.tsx';
import { EndException, ExceptionTargetText, ExceptionUntil } from './exception-marks.tsx';

const ExceptionDialog = dynamic(() =>
  import('#components/layout/exceptions/exception-dialog').then((file) => file.ExceptionDialog),
);

/** The exceptions of a policy that have not ended, the next to end first. */
export function PolicyExceptionsPanel({ policy }: { policy: PolicyItem }) {
  const t = useTranslations('policyExceptions');
  const none = useTranslations('policies.detail')('exceptionsNone');
  const query = useQuery(exceptionsOfQuery({ policyId: policy.id }));
  const items = query.data?.items ?? [];
  return (
    <Panel
      title={t('title')}
      aside={
        <span className="flex flex-wrap items-center gap-x-3">
          <ExceptionCount policy={policy} />
          <AddException policyId={policy.id} />
        </span>
      }
      flush
    >
      <QueryError query={query} />
      {query.isSuccess && items.length === 0 && <p className="p-4 text-muted">{none}</p>}
      <ul aria-label={t('title')} className="divide-y divide-line">
        {items.map((exception) => (
          <li key={exception.id} className="flex items-start justify-between gap-3 px-4 py-2">
            <span className="min-w-0">
              <ExceptionTargetText exception={exception} />
              <span className="block">
                <span className="text-muted text-sm">{t('column.until')}</span>{' '}
                <ExceptionUntil exception={exception} />
              </span>
              <span className="block text-muted text-sm">
                <GivenText text={exception.reason} /> · {shownText(exception.createdBy)}
              </span>
            </span>
            <span className="shrink-0">
              <EndException exception={exception} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The button that opens the dialog. `policyId` null: the admin chooses the policy there. */
export function AddException({ policyId }: { policyId: string | null }) {
  const t = useTranslations('policyExceptions');
  const denied = useDenied('admin');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabled={denied !== null} title={denied ?? undefined} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      {open && <ExceptionDialog policyId={policyId} fixed={null} onClose={() => setOpen(false)} />}
    </>
  );
}
