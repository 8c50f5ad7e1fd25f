'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { CheckLine } from '#components/ui/check-list';
import { useFieldProblem } from '#components/ui/field-problem';
import { SelectBox } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import {
  addressExamples,
  addressesIn,
  type DestinationDraft,
  destinationInputOf,
  wrongAddresses,
} from '#lib/client/alerts/destination-draft';
import { RequestFailed } from '#lib/client/call';
import { saveDestination } from '#lib/client/queries/alert-queries';
import type { AlertDestinationItem } from '#lib/contract/alert-destination';
import { shownText } from '#lib/domain/text/shown-text';
import { localeNames, locales } from '#lib/i18n/locales';
import { NewSecretDialog } from './secret-dialogs.tsx';

interface Props {
  start: DestinationDraft;
  /** The destination that is changed; null: a new one */
  destination: AlertDestinationItem | null;
  onSaved: (destination: AlertDestinationItem) => void;
  onCancel: () => void;
}

/** Where alerts go. The secret of a new webhook is shown before the page is left. */
export function DestinationForm({ start, destination, onSaved, onCancel }: Props) {
  const t = useTranslations('alerts.form');
  const [first] = useState(start);
  const [draft, setDraft] = useState(first);
  const [made, setMade] = useState<(AlertDestinationItem & { secret: string }) | null>(null);
  const save = useMutation(saveDestination(useQueryClient()));
  const guard = useLeaveGuard(!save.isSuccess && !isEqual(draft, first));
  const refused = refusedFields(save.error);
  const change = (part: Partial<DestinationDraft>) => setDraft((old) => ({ ...old, ...part }));

  function submit() {
    const input = { id: destination?.id ?? null, body: destinationInputOf(draft) };
    save.mutate(input, {
      onSuccess: ({ secret, ...saved }) =>
        secret === undefined ? onSaved(saved) : setMade({ ...saved, secret }),
    });
  }
  return (
    <>
      <ActionForm
        submit={destination === null ? t('create') : t('save')}
        pending={save.isPending || made !== null}
        // What belongs to a field is said there.
        failure={<FailureLine error={refused.size > 0 ? null : save.error} />}
        onCancel={() => guard.leave(onCancel)}
        onSubmit={submit}
      >
        <div className="flex flex-col gap-4">
          <TextField
            label={t('name')}
            heading
            note={t('nameNote')}
            value={draft.name}
            maxLength={100}
            required
            error={refused.has('name') ? t('refused', { reason: refused.get('name') ?? '' }) : ''}
            onChange={(name) => change({ name })}
          />
          {draft.kind === 'email' ? (
            <AddresseesField draft={draft} refused={refused} onChange={change} />
          ) : (
            <AddressField
              draft={draft}
              stored={destination?.url ?? null}
              refused={refused}
              onChange={change}
            />
          )}
          {draft.kind !== 'webhook' && <LanguageField draft={draft} onChange={change} />}
          <CheckLine
            hint={t('enabledNote')}
            checked={draft.enabled}
            onChange={({ target }) => change({ enabled: target.checked })}
          >
            {t('enabled')}
          </CheckLine>
        </div>
      </ActionForm>
      {guard.dialog}
      {made !== null && (
        <NewSecretDialog name={made.name} secret={made.secret} onClose={() => onSaved(made)} />
      )}
    </>
  );
}

/** The server's words by field. */
function refusedFields(error: Error | null): ReadonlyMap<string, string> {
  if (!(error instanceof RequestFailed)) return new Map();
  const errors = error.problem?.errors ?? [];
  return new Map(errors.toReversed().map(({ path, message }) => [path.split('.')[0] ?? '', message]));
}

interface FieldProps {
  draft: DestinationDraft;
  refused: ReadonlyMap<string, string>;
  onChange: (part: Partial<DestinationDraft>) => void;
}

/** The address is a credential: the stored one is not shown again, and stays if none is entered. */
function AddressField({ draft, stored, refused, onChange }: FieldProps & { stored: string | null }) {
  const t = useTranslations('alerts.form');
  if (draft.kind === 'email') return null;
  const reason = refused.get('url');
  return (
    <TextField
      label={t('url')}
      heading
      note={stored === null ? t(`urlNote.${draft.kind}`) : t('urlStored', { address: shownText(stored) })}
      error={reason === undefined ? '' : t('refused', { reason })}
      inputMode="url"
      spellCheck={false}
      maxLength={2000}
      value={draft.url}
      required={stored === null}
      placeholder={stored ?? addressExamples[draft.kind]}
      onChange={(url) => onChange({ url })}
    />
  );
}

function AddresseesField({ draft, refused, onChange }: FieldProps) {
  const t = useTranslations('alerts.form');
  const format = useFormatter();
  const id = useId();
  const requiredText = useTranslations('common')('required');
  const [left, setLeft] = useState(false);
  const wrong = wrongAddresses(draft.to);
  const wrongText =
    wrong.length > 0
      ? t('wrongAddresses', { count: wrong.length, addresses: format.list(wrong.map(shownText)) })
      : null;
  const problem = addressesIn(draft.to).length === 0 ? requiredText : wrongText;
  const { ref, shown, onInvalid, onChanged } = useFieldProblem<HTMLTextAreaElement>(problem);
  const reason = refused.get('to');
  const error = shown ?? (left ? wrongText : null) ?? (reason && t('refused', { reason }));
  return (
    <Field id={id} label={t('to')} note={t('toNote')} error={error}>
      <textarea
        ref={ref}
        id={id}
        rows={3}
        spellCheck={false}
        value={draft.to}
        placeholder={addressExamples.email}
        aria-describedby={`${id}note`}
        aria-invalid={error ? true : undefined}
        onBlur={() => setLeft(true)}
        onInvalid={onInvalid}
        onChange={({ target }) => {
          onChanged();
          onChange({ to: target.value });
        }}
        className="rounded-md border border-line-strong bg-surface px-2 py-1"
      />
    </Field>
  );
}

function LanguageField({ draft, onChange }: Omit<FieldProps, 'refused'>) {
  const t = useTranslations('alerts.form');
  const id = useId();
  return (
    <Field id={id} label={t('language')} note={t('languageNote')} error={undefined}>
      <SelectBox
        id={id}
        value={draft.language}
        choices={locales.map((locale) => ({ value: locale, label: localeNames[locale], lang: locale }))}
        onChoose={(language) => onChange({ language })}
      />
    </Field>
  );
}

interface FrameProps {
  id: string;
  label: string;
  note: string;
  error: string | undefined;
  children: ReactNode;
}

function Field({ id, label, note, error, children }: FrameProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      <p id={`${id}note`} className="text-muted text-sm">
        {note}
      </p>
      <p role="alert" className="text-bad text-sm empty:hidden">
        {error}
      </p>
    </div>
  );
}
