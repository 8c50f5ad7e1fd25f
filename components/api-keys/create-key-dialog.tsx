'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { useMadeOnce } from '#components/layout/use-made-once';
import { ModalDialog } from '#components/ui/modal-dialog';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { scopeKeys } from '#lib/client/api-keys/scope-keys';
import { createApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKeyInput } from '#lib/contract/api-key';
import { mayHaveFeed, needsFeed } from '#lib/domain/people/api-key';
import { type KeyScope, keyScopes } from '#lib/domain/people/scope';
import { shownText } from '#lib/domain/text/shown-text';
import { KeyShown } from './key-shown.tsx';

interface Props {
  url: string;
  open: boolean;
  onClose: () => void;
}

/** Asks what the key is for, then shows it. */
export function CreateKeyDialog({ url, open, onClose }: Props) {
  const t = useTranslations('apiKeys');
  const { made, error, firm, make, reset } = useMadeOnce(createApiKey(useQueryClient()));
  const close = () => {
    reset();
    onClose();
  };
  const title = made ? t('shown.title', { name: shownText(made.name) }) : t('create.title');
  return (
    <ModalDialog title={title} open={open} onClose={close} firm={firm}>
      {made ? (
        <KeyShown made={made} url={url} onClose={close} />
      ) : (
        <CreateKeyForm pending={firm} error={error} onCancel={close} onCreate={make} />
      )}
    </ModalDialog>
  );
}

const days = ['never', '30', '90', '365'] as const;
const dayMs = 86_400_000;

interface CreateKeyFormProps {
  pending: boolean;
  error: Error | null;
  onCancel: () => void;
  onCreate: (input: ApiKeyInput) => void;
}

function CreateKeyForm({ pending, error, onCancel, onCreate }: CreateKeyFormProps) {
  const t = useTranslations('apiKeys.create');
  const [name, setName] = useState('');
  const [feed, setFeed] = useState('');
  const [scopes, setScopes] = useState<KeyScope[]>(['check-ins:write']);
  const [lasts, setLasts] = useState<(typeof days)[number]>('never');

  const labelOf = (value: (typeof days)[number]) =>
    value === 'never' ? t('forever') : t('days', { days: Number(value) });

  function submit() {
    if (scopes.length === 0) return;
    const expiresAt = lasts === 'never' ? null : new Date(Date.now() + Number(lasts) * dayMs).toISOString();
    onCreate({ name, scopes, feed: mayHaveFeed(scopes) && feed.trim() !== '' ? feed : null, expiresAt });
  }

  return (
    <ActionForm
      submit={t('submit')}
      pending={pending}
      firm={pending}
      failure={<FailureLine error={error} />}
      className="mt-3"
      onCancel={onCancel}
      onSubmit={submit}
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={t('name')}
          heading
          note={t('nameNote')}
          value={name}
          onChange={setName}
          maxLength={100}
          placeholder={t('nameHint')}
          required
        />
        <ScopeChoices chosen={scopes} onChange={setScopes} />
        {mayHaveFeed(scopes) && (
          <TextField
            label={needsFeed(scopes) ? t('feed') : t('feedOptional')}
            heading
            note={t('feedNote')}
            value={feed}
            onChange={setFeed}
            required={needsFeed(scopes)}
            maxLength={100}
          />
        )}
        <SelectField
          label={t('lasts')}
          heading
          note={t('lastsNote')}
          value={lasts}
          choices={days.map((value) => ({ value, label: labelOf(value) }))}
          onChoose={setLasts}
        />
      </div>
    </ActionForm>
  );
}

/** What the key may do, with an explanation of each scope. */
function ScopeChoices({ chosen, onChange }: { chosen: KeyScope[]; onChange: (scopes: KeyScope[]) => void }) {
  const t = useTranslations('apiKeys');
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{t('create.scopes')}</legend>
      {keyScopes.map((scope) => (
        <label
          key={scope}
          className="flex cursor-pointer items-start gap-2 rounded-md px-1 py-1 hover:bg-accent-soft"
        >
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
            }
            className="mt-0.75 size-4 shrink-0 accent-accent"
          />
          <span>
            <code className="font-mono text-sm">{scope}</code>
            <span className="block text-muted text-sm">{t(`scope.${scopeKeys[scope]}`)}</span>
          </span>
        </label>
      ))}
      <p role="alert" className="text-bad text-sm empty:hidden">
        {chosen.length === 0 && t('create.noScope')}
      </p>
    </fieldset>
  );
}
