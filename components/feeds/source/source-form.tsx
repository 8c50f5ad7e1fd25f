'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { TextField } from '#components/ui/text-field';
import { saveSource } from '#lib/client/queries/source-queries';
import { fieldsOf, inputOf, missingFields, type SourceDraft } from '#lib/client/sources/source-draft';
import type { SourceItem } from '#lib/contract/sources/source';
import { KindField } from './kind-field.tsx';
import { type RefusedField, refusedPaths } from './use-refused-text.ts';

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
  const missing = missingFields(draft, secretsSet);
  return (
    <>
      <ActionForm
        submit={submit}
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
            note={t('nameNote')}
            value={draft.name}
            maxLength={100}
            error={refused.name && t('refused.name')}
            required
            onChange={(name) => change({ name })}
          />
          {fields.map((field) => (
            <KindField
              key={field.path}
              field={field}
              value={draft.values[field.path] ?? ''}
              stored={secretsSet.some((name) => field.path === `secrets.${name}`)}
              refusal={refused[field.path]}
              missing={missing.includes(field)}
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
          note={t('everyMinutesNote')}
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
