'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { CheckLine } from '#components/ui/check-list';
import { FilterMenu } from '#components/ui/filter-menu';
import { TextField } from '#components/ui/text-field';
import { feedNamesQuery } from '#lib/client/queries/policy-queries';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { type PolicyScope, policyModes } from '#lib/domain/policies/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';
import { EditorSection, ProblemLine, useEditor, useProblemText } from './editor-context.tsx';

/** Name, description, whether the policy is on, and whether it counts. */
export function BasicFields() {
  const t = useTranslations('policies');
  const { draft, change } = useEditor();
  const problemText = useProblemText();
  return (
    <EditorSection title={t('editor.basics')}>
      <TextField
        label={t('field.name')}
        heading
        note={t('editor.nameNote')}
        value={draft.name}
        onChange={(name) => change({ name })}
        maxLength={100}
        error={problemText('name') ?? ''}
      />
      <TextField
        label={t('editor.descriptionOptional')}
        heading
        note={t('editor.descriptionNote')}
        value={draft.description}
        onChange={(description) => change({ description })}
        maxLength={2000}
      />
      <CheckLine
        hint={t('editor.enabledNote')}
        checked={draft.enabled}
        onChange={({ target }) => change({ enabled: target.checked })}
      >
        {t('editor.enabled')}
      </CheckLine>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t('field.mode')}</legend>
        {policyModes.map((mode) => (
          <CheckLine
            key={mode}
            type="radio"
            name="mode"
            hint={t(`modeAbout.${mode}`)}
            checked={draft.mode === mode}
            onChange={() => change({ mode })}
          >
            {t(`state.${mode}`)}
          </CheckLine>
        ))}
      </fieldset>
    </EditorSection>
  );
}

/** Which devices the policy is about. */
export function ScopeFields() {
  const t = useTranslations('policies');
  const ownershipName = useTranslations('device.ownership');
  const systemName = useSystemName();
  const feeds = useQuery(feedNamesQuery()).data ?? [];
  const { draft } = useEditor();
  const known = [...new Set([...feeds, ...draft.scope.feeds])];
  return (
    <EditorSection title={t('column.scope')} note={t('editor.scopeNote')}>
      <ScopeField
        field="os"
        choices={operatingSystems.map((value) => ({ value, label: systemName(value) }))}
      />
      <ScopeField field="feeds" choices={known.map((value) => ({ value, label: shownText(value) }))} />
      <ScopeField
        field="ownership"
        choices={ownerships.map((value) => ({ value, label: ownershipName(value) }))}
      />
    </EditorSection>
  );
}

interface ScopeFieldProps<F extends keyof PolicyScope> {
  field: F;
  choices: readonly { value: PolicyScope[F][number]; label: string }[];
}

function ScopeField<F extends keyof PolicyScope>({ field, choices }: ScopeFieldProps<F>) {
  const t = useTranslations('policies');
  const list = useTranslations('list');
  const format = useFormatter();
  const { draft, change } = useEditor();
  const chosen: readonly PolicyScope[F][number][] = draft.scope[field];
  const labels = choices.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <FilterMenu
        label={t(`field.${field as keyof PolicyScope}`)}
        chosenNote={list('chosen')}
        choices={choices}
        chosen={chosen}
        onChange={(values) => change({ scope: { ...draft.scope, [field]: values } })}
      />
      <span className="min-w-0 text-muted">{labels.length === 0 ? t('all') : format.list(labels)}</span>
      <ProblemLine path={`scope.${field}`} />
    </div>
  );
}
