'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { createApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKeyInput } from '#lib/contract/api-key';
import { mayHaveFeed, needsFeed } from '#lib/domain/people/api-key';
import { type Scope, scopes } from '#lib/domain/people/scope';
import { shownText } from '#lib/domain/text/shown-text';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { SelectBox } from '../ui/select-box.tsx';
import { KeyShown } from './key-shown.tsx';
import { scopeKeys } from './scope-keys.ts';

interface Props {
  url: string;
  open: boolean;
  onClose: () => void;
}

/** What the key is for; then the key, once. */
export function CreateKeyDialog({ url, open, onClose }: Props) {
  const t = useTranslations('apiKeys');
  const create = useMutation(createApiKey(useQueryClient()));
  const made = create.data;
  const close = () => {
    create.reset();
    onClose();
  };
  const title = made ? t('shown.title', { name: shownText(made.name) }) : t('create.title');
  return (
    <ModalDialog title={title} open={open} onClose={close}>
      {made ? (
        <KeyShown made={made} url={url} onClose={close} />
      ) : (
        <CreateKeyForm
          pending={create.isPending}
          error={create.error}
          onCancel={close}
          onCreate={(input) => create.mutate(input)}
        />
      )}
    </ModalDialog>
  );
}

const days = ['never', '30', '90', '365'] as const;
const dayMs = 86_400_000;
const inputLook = 'min-h-8 rounded-md border border-line-strong bg-surface px-2';

interface CreateKeyFormProps {
  pending: boolean;
  error: Error | null;
  onCancel: () => void;
  onCreate: (input: ApiKeyInput) => void;
}

function CreateKeyForm({ pending, error, onCancel, onCreate }: CreateKeyFormProps) {
  const t = useTranslations('apiKeys.create');
  const cancel = useTranslations('common')('cancel');
  const errorText = useErrorText();
  const id = useId();
  const [name, setName] = useState('');
  const [feed, setFeed] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['check-ins:write']);
  const [lasts, setLasts] = useState<(typeof days)[number]>('never');
  const ready = name.trim() !== '' && scopes.length > 0 && (feed.trim() !== '' || !needsFeed(scopes));

  function submit() {
    if (!ready || pending) return;
    const expiresAt = lasts === 'never' ? null : new Date(Date.now() + Number(lasts) * dayMs).toISOString();
    onCreate({ name, scopes, feed: mayHaveFeed(scopes) && feed.trim() !== '' ? feed : null, expiresAt });
  }

  return (
    <form
      className="mt-3 flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={`${id}name`} className="font-medium">
          {t('name')}
        </label>
        <input
          id={`${id}name`}
          value={name}
          maxLength={100}
          autoComplete="off"
          placeholder={t('nameHint')}
          onChange={(event) => setName(event.target.value)}
          className={inputLook}
        />
      </div>
      <ScopeChoices chosen={scopes} onChange={setScopes} />
      {mayHaveFeed(scopes) && (
        <div className="flex flex-col gap-1">
          <label htmlFor={`${id}feed`} className="font-medium">
            {needsFeed(scopes) ? t('feed') : t('feedOptional')}
          </label>
          <input
            id={`${id}feed`}
            value={feed}
            maxLength={100}
            autoComplete="off"
            aria-describedby={`${id}feed-note`}
            onChange={(event) => setFeed(event.target.value)}
            className={inputLook}
          />
          <p id={`${id}feed-note`} className="text-muted text-sm">
            {t('feedNote')}
          </p>
        </div>
      )}
      <div className="flex flex-col gap-1">
        <label htmlFor={`${id}lasts`} className="font-medium">
          {t('lasts')}
        </label>
        <SelectBox
          id={`${id}lasts`}
          value={lasts}
          choices={days.map((value) => ({
            value,
            label: value === 'never' ? t('forever') : t('days', { days: Number(value) }),
          }))}
          onChoose={setLasts}
        />
      </div>
      <p role="alert" className="text-bad empty:hidden">
        {error && errorText(error)}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{cancel}</Button>
        <Button type="submit" look="primary" disabled={!ready || pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

/** What a key may do, each explained. */
function ScopeChoices({ chosen, onChange }: { chosen: Scope[]; onChange: (scopes: Scope[]) => void }) {
  const t = useTranslations('apiKeys');
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{t('create.scopes')}</legend>
      {scopes.map((scope) => (
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
    </fieldset>
  );
}
