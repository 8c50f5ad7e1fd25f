'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { SelectBox } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { saveSource } from '#lib/client/queries/source-queries';
import { fieldsOf, inputOf, missingFields, type SourceDraft } from '#lib/client/sources/source-draft';
import type { SourceField } from '#lib/client/sources/source-fields';
import type { SourceItem } from '#lib/contract/sources/source';
import { actions } from '#lib/domain/devices/verdict';
import { type RefusedField, refusedPaths, useRefusedText } from './use-refused-text.ts';

interface Props {
  start: SourceDraft;
  /** The source that is changed; null: a new one */
  source: SourceItem | null;
  /** Of the server, which counts the hour of the full run in it */
  timeZone: string;
  submit: string;
  onSaved: (source: SourceItem) => void;
  onCancel: () => void;
}

/** Where Tenko reads, how it signs in, and how often. A new source is not read before it was tested. */
export function SourceForm({ start, source, timeZone, submit, onSaved, onCancel }: Props) {
  const t = useTranslations('sources');
  const [first] = useState(start);
  const [draft, setDraft] = useState(first);
  const save = useMutation({ ...saveSource(useQueryClient()) });
  const guard = useLeaveGuard(!save.isSuccess && !isEqual(draft, first));
  const secretsSet = source?.secretsSet ?? [];
  const refused = refusedPaths(save.error);
  const fields = fieldsOf(draft.kind);
  const named = [...fields.map(({ path }) => path), 'name', 'everyMinutes', 'fullWalkHour'];
  const change = (part: Partial<SourceDraft>) => setDraft((old) => ({ ...old, ...part }));
  const ready = draft.name.trim() !== '' && missingFields(draft, secretsSet).length === 0;
  return (
    <>
      <ActionForm
        submit={submit}
        ready={ready}
        pending={save.isPending}
        // What belongs to a field is said there.
        failure={<FailureLine error={named.some((path) => path in refused) ? null : save.error} />}
        onCancel={() => guard.leave(onCancel)}
        onSubmit={() =>
          save.mutate(
            { id: source?.id ?? null, body: inputOf(draft, source?.enabled ?? false) },
            { onSuccess: onSaved },
          )
        }
      >
        <div className="flex flex-col gap-4">
          <TextField
            label={t('name')}
            heading
            value={draft.name}
            maxLength={100}
            error={refused.name && t('refused.name')}
            onChange={(name) => change({ name })}
          />
          {fields.map((field) => (
            <KindField
              key={field.path}
              field={field}
              value={draft.values[field.path] ?? ''}
              stored={secretsSet.some((name) => field.path === `secrets.${name}`)}
              refusal={refused[field.path]}
              onChange={(value) => change({ values: { ...draft.values, [field.path]: value } })}
            />
          ))}
          <ScheduleFields draft={draft} timeZone={timeZone} refused={refused} onChange={change} />
        </div>
      </ActionForm>
      {guard.dialog}
    </>
  );
}

interface KindFieldProps {
  field: SourceField;
  value: string;
  stored: boolean;
  refusal: RefusedField | undefined;
  onChange: (value: string) => void;
}

function KindField({ field, value, stored, refusal, onChange }: KindFieldProps) {
  const t = useTranslations('sources');
  const { name, required, look, example } = field;
  const label = required ? t(`field.${name}.label`) : t('optional', { field: t(`field.${name}.label`) });
  const note = t(`field.${name}.note`);
  const refusedText = useRefusedText();
  const error = refusal && refusedText(refusal);
  const placeholder = stored ? t('stored') : example;
  if (look === 'action')
    return <ActionField label={label} note={note} value={value || (example ?? '')} onChange={onChange} />;
  if (look === 'area') {
    return (
      <AreaField
        label={label}
        note={note}
        error={error}
        value={value}
        placeholder={placeholder}
        onChange={onChange}
      />
    );
  }
  return (
    <TextField
      label={label}
      heading
      note={note}
      error={error}
      type={look === 'secret' ? 'password' : 'text'}
      spellCheck={false}
      value={value}
      placeholder={placeholder}
      onChange={onChange}
    />
  );
}

interface FieldProps {
  label: string;
  note: string;
  value: string;
  onChange: (value: string) => void;
}

function ActionField({ label, note, value, onChange }: FieldProps) {
  const t = useTranslations('device.action');
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <SelectBox
        id={id}
        value={value}
        choices={actions.map((action) => ({ value: action as string, label: t(action) }))}
        onChoose={onChange}
      />
      <p className="text-muted text-sm">{note}</p>
    </div>
  );
}

function AreaField(props: FieldProps & { error: string | undefined; placeholder: string | undefined }) {
  const { label, note, error, value, placeholder, onChange } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={Math.min(14, Math.max(3, (value || (placeholder ?? '')).split('\n').length + 1))}
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        aria-describedby={`${id}note`}
        aria-invalid={error === undefined ? undefined : true}
        onChange={({ target }) => onChange(target.value)}
        className="rounded-md border border-line-strong bg-surface px-2 py-1 font-mono text-sm"
      />
      <p id={`${id}note`} className="text-muted text-sm">
        {note}
      </p>
      {error !== undefined && (
        <p role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
    </div>
  );
}

interface ScheduleFieldsProps {
  draft: SourceDraft;
  timeZone: string;
  refused: Record<string, RefusedField>;
  onChange: (part: Partial<SourceDraft>) => void;
}

function ScheduleFields({ draft, timeZone, refused, onChange }: ScheduleFieldsProps) {
  const t = useTranslations('sources');
  const { kind, everyMinutes, fullWalkHour, observeOnly } = draft;
  return (
    <>
      <div className="flex flex-wrap gap-x-6 gap-y-4">
        <TextField
          label={t('everyMinutes')}
          heading
          inputMode="numeric"
          value={everyMinutes}
          error={refused.everyMinutes && t('refused.everyMinutes')}
          className="w-32"
          onChange={(value) => onChange({ everyMinutes: value })}
        />
        <TextField
          label={t('fullWalkHour')}
          heading
          inputMode="numeric"
          note={`${t('fullWalkHourNote')} ${t('fullWalkZone', { zone: timeZone })}`}
          value={fullWalkHour}
          error={refused.fullWalkHour && t('refused.fullWalkHour')}
          className="w-32"
          onChange={(value) => onChange({ fullWalkHour: value })}
        />
      </div>
      {kind === 'intune' ? (
        <p className="max-w-prose text-muted">{t('observeIntune')}</p>
      ) : (
        <label className="flex cursor-pointer items-start gap-2">
          <input
            type="checkbox"
            checked={observeOnly}
            onChange={({ target }) => onChange({ observeOnly: target.checked })}
            className="mt-0.75 size-4 shrink-0 accent-accent"
          />
          <span>
            {t('observeOnly')}
            <span className="block text-muted text-sm">{t('observeOnlyNote')}</span>
          </span>
        </label>
      )}
    </>
  );
}
