'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { QueryError } from '#components/layout/load-error';
import { ReasonField } from '#components/layout/reason-field';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import { Panel } from '#components/ui/panel';
import { ExactTime } from '#components/ui/relative-time';
import { contentOf } from '#lib/client/policies/policy-diff';
import { policyVersionsQuery } from '#lib/client/queries/policy-queries';
import type { PolicyVersionItem } from '#lib/contract/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { usePolicyDiff } from './use-policy-diff.ts';
import { useSavePolicy } from './use-save-policy.tsx';

const shownAtOnce = 10;

/** Every version, what it changed, and a way back to it. */
export function PolicyVersions({ id }: { id: string }) {
  const t = useTranslations('policies.detail');
  const more = useTranslations('common')('loadMore');
  const [shown, setShown] = useState(shownAtOnce);
  const query = useQuery(policyVersionsQuery(id));
  const items = query.data?.items ?? [];
  return (
    <Panel title={t('versions')} flush>
      <QueryError query={query} />
      <ol aria-label={t('versions')} className="divide-y divide-line">
        {items.slice(0, shown).map((item, index) => (
          <VersionItem
            key={item.version}
            id={id}
            item={item}
            before={items[index + 1] ?? null}
            current={index === 0}
          />
        ))}
      </ol>
      {items.length > shown && (
        <div className="border-line border-t p-2 text-center">
          <Button look="quiet" onClick={() => setShown(shown + shownAtOnce)}>
            {more}
          </Button>
        </div>
      )}
    </Panel>
  );
}

interface VersionItemProps {
  id: string;
  item: PolicyVersionItem;
  before: PolicyVersionItem | null;
  current: boolean;
}

function VersionItem({ id, item, before, current }: VersionItemProps) {
  const t = useTranslations('policies');
  const denied = useDenied('admin');
  const [open, setOpen] = useState(false);
  const { version, savedAt, savedBy } = item;
  return (
    <li className="px-4 py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <span className="font-medium">{t('version', { version })}</span>
          {current && <span className="text-muted text-sm"> · {t('detail.current')}</span>}
          <span className="block text-muted text-sm">
            {t.rich('saved', {
              ago: () => <ExactTime value={savedAt} />,
              name: shownText(savedBy),
            })}
          </span>
        </p>
        {!current && (
          <Button
            disabled={denied !== null}
            title={denied ?? undefined}
            aria-label={t('detail.restoreOf', { version })}
            onClick={() => setOpen(true)}
          >
            {t('detail.restore')}
          </Button>
        )}
      </div>
      {before === null ? (
        <p className="text-muted text-sm">{t('detail.first')}</p>
      ) : (
        <details className="text-sm">
          <summary className="rounded-md text-accent hover:underline">{t('detail.changes')}</summary>
          <PolicyDiff before={before.policy} after={item.policy} />
        </details>
      )}
      {open && <RestoreDialog id={id} item={item} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** What a version changed, field by field, in words. */
function PolicyDiff({
  before,
  after,
}: {
  before: PolicyVersionItem['policy'];
  after: PolicyVersionItem['policy'];
}) {
  const t = useTranslations('policies.detail');
  const common = useTranslations('common');
  const diffs = usePolicyDiff()(before, after);
  if (diffs.length === 0) return <p className="text-muted">{t('nothing')}</p>;
  const sides = [
    { side: 'removed', sign: '−', word: common('before'), look: 'bg-bad-soft text-bad' },
    { side: 'added', sign: '+', word: common('after'), look: 'bg-good-soft text-good' },
  ] as const;
  return (
    <dl className="mt-1 flex flex-col gap-1">
      {diffs.map((diff) => (
        <div key={diff.name}>
          <dt className="text-muted">{diff.name}</dt>
          {sides.map(({ side, sign, word, look }) =>
            diff[side].map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line may be there twice
              <dd key={`${side}${index}`} className={`mb-px whitespace-pre-wrap rounded-sm px-1.5 ${look}`}>
                <span aria-hidden="true">{sign} </span>
                <span className="sr-only">{word} </span>
                <bdi>{line}</bdi>
              </dd>
            )),
          )}
        </div>
      ))}
    </dl>
  );
}

/** Saves the content of an old version as a new one. */
function RestoreDialog({ id, item, onClose }: { id: string; item: PolicyVersionItem; onClose: () => void }) {
  const t = useTranslations('policies.detail');
  const [reason, setReason] = useState('');
  const { save, pending, failure, dialog } = useSavePolicy(onClose);
  if (dialog !== null) return dialog;
  return (
    <ModalDialog title={t('restoreTitle', { version: item.version })} open onClose={onClose}>
      <p className="mt-2 mb-2">{t('restoreText')}</p>
      <ReasonField value={reason} onChange={setReason} />
      <ConfirmForm
        submit={t('restoreSubmit')}
        pending={pending}
        failure={<FailureLine error={failure} />}
        onCancel={onClose}
        onConfirm={() => save({ id, definition: contentOf(item.policy), reason })}
      />
    </ModalDialog>
  );
}
