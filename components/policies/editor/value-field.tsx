'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CheckList } from '#components/ui/check-list';
import { SelectBox } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { conditionTypeOf, isList, isPresence } from '#lib/client/policies/condition-edit';
import { type DurationUnit, durationOf, durationUnits, partsOf } from '#lib/client/policies/duration-parts';
import { valuesOfFact } from '#lib/domain/policies/fact';
import type { Condition } from '#lib/domain/policies/rule';
import { useFactValue } from '../use-rule-text.ts';
import { Choice } from './choice.tsx';
import { ProblemLine, useProblemText } from './editor-context.tsx';

interface Props {
  condition: Condition;
  path: string;
  onChange: (condition: Condition) => void;
}

/** The value of a condition, by the type of its fact. */
export function ValueField({ condition, path, onChange }: Props) {
  const t = useTranslations('policies.editor');
  const problemText = useProblemText();
  const factValue = useFactValue();
  const { fact, op, value } = condition;
  const type = conditionTypeOf(condition);
  if (isPresence(op) || type === 'boolean') return null;
  const set = (next: Condition['value'] & {}) => onChange({ ...condition, value: next });
  if (op === 'behindList') return null;
  if (isList(op)) return <ListField condition={condition} path={path} onChange={onChange} />;
  if (type === 'time')
    return <DurationField label={t('value')} value={String(value)} path={path} onChange={set} />;
  const known = op === 'is' || op === 'isNot' ? valuesOfFact(fact) : null;
  if (known !== null) {
    const choices = known.map((one) => ({ value: one, label: factValue(fact, one) }));
    return <Choice label={t('value')} value={String(value)} choices={choices} onChoose={set} />;
  }
  const isNumber = type === 'number';
  const noteOf = isNumber ? null : type === 'version' ? 'versionNote' : 'textNote';
  return (
    <div className="min-w-36 flex-1">
      <TextField
        label={<span className="text-muted text-sm">{t('value')}</span>}
        value={isNumber && Number.isNaN(value) ? '' : String(value ?? '')}
        type={isNumber ? 'number' : 'text'}
        step="any"
        maxLength={256}
        note={noteOf === null ? undefined : t(noteOf)}
        error={problemText(path) ?? ''}
        onChange={(text) => set(isNumber ? (text === '' ? Number.NaN : Number(text)) : text)}
      />
    </div>
  );
}

/** Several values: check boxes where all are known, otherwise one a line. */
function ListField({ condition, path, onChange }: Props) {
  const t = useTranslations('policies.editor');
  const factValue = useFactValue();
  const problem = useProblemText()(path);
  const id = useId();
  const { fact, value } = condition;
  const values = Array.isArray(value) ? value : [];
  const known = valuesOfFact(fact);
  if (known !== null) {
    return (
      <div className="min-w-48 flex-1">
        <p aria-hidden="true" className="text-muted text-sm">
          {t('values')}
        </p>
        <div className="max-h-48 overflow-y-auto rounded-md border border-line-strong bg-surface">
          <CheckList
            legend={t('values')}
            choices={known.map((one) => ({ value: one, label: factValue(fact, one) }))}
            chosen={values}
            onChange={(chosen) => onChange({ ...condition, value: chosen })}
          />
        </div>
        <ProblemLine path={path} />
      </div>
    );
  }
  return (
    <div className="flex min-w-48 flex-1 flex-col gap-1">
      <label htmlFor={id} className="text-muted text-sm">
        {t('values')}
      </label>
      <LinesField
        id={id}
        values={values}
        invalid={problem !== undefined}
        onChange={(next) => onChange({ ...condition, value: next })}
      />
      <p id={`${id}note`} className="text-muted text-sm">
        {t('valuesNote')}
      </p>
      <ProblemLine path={path} />
    </div>
  );
}

interface LinesFieldProps {
  id: string;
  values: readonly string[];
  invalid: boolean;
  onChange: (values: string[]) => void;
}

/** Keeps the text as typed, so that an empty line can become the next value. */
function LinesField({ id, values, invalid, onChange }: LinesFieldProps) {
  const [text, setText] = useState(() => values.join('\n'));
  return (
    <textarea
      id={id}
      rows={3}
      value={text}
      aria-describedby={`${id}note`}
      aria-invalid={invalid || undefined}
      onChange={({ target }) => {
        setText(target.value);
        const lines = target.value.split('\n').map((line) => line.trim());
        onChange(lines.filter((line) => line !== ''));
      }}
      className="rounded-md border border-line-strong bg-surface px-2 py-1"
    />
  );
}

interface DurationFieldProps {
  label: string;
  value: string;
  path: string;
  onChange: (duration: string) => void;
}

/** A length of time with its unit. What is typed is kept, also while it is no number. */
export function DurationField({ label, value, path, onChange }: DurationFieldProps) {
  const t = useTranslations('policies.editor');
  const problemText = useProblemText();
  const unitId = useId();
  const [typed, setTyped] = useState(() => {
    const { unit, count } = partsOf(value) ?? { unit: 'day' as const, count: 0 };
    return { unit: unit as DurationUnit, text: String(count) };
  });
  function type(next: typeof typed) {
    setTyped(next);
    const isCount = /^\d{1,5}$/.test(next.text);
    onChange(isCount ? durationOf({ unit: next.unit, count: Number(next.text) }) : '');
  }
  const units: readonly DurationUnit[] =
    typed.unit === 'second' ? ['second', ...durationUnits] : durationUnits;
  return (
    <div className="flex min-w-44 flex-1 items-end gap-2">
      <div className="w-20">
        <TextField
          label={<span className="whitespace-nowrap text-muted text-sm">{label}</span>}
          inputMode="numeric"
          value={typed.text}
          maxLength={5}
          error={problemText(path) ?? ''}
          onChange={(text) => type({ ...typed, text: text.trim() })}
          className="w-20"
        />
      </div>
      <div className="min-w-0 flex-1">
        <label htmlFor={unitId} className="sr-only">
          {t('unit')}
        </label>
        <SelectBox
          id={unitId}
          value={typed.unit}
          choices={units.map((unit) => ({ value: unit, label: t(`units.${unit}`) }))}
          onChoose={(unit) => type({ ...typed, unit })}
        />
      </div>
    </div>
  );
}
