'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { FieldProblem } from '#components/ui/field-problem';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import type { SourceField } from '#lib/client/sources/source-fields';
import { actions } from '#lib/domain/devices/verdict';
import { type RefusedField, useRefusedText } from './use-refused-text.ts';

interface KindFieldProps {
  field: SourceField;
  value: string;
  stored: boolean;
  refusal: RefusedField | undefined;
  /** It is needed, and has no value */
  missing: boolean;
  onChange: (value: string) => void;
}

/** One setting of an MDM of this kind: a line, several lines, or an action. */
export function KindField({ field, value, stored, refusal, missing, onChange }: KindFieldProps) {
  const t = useTranslations('sources');
  const requiredText = useTranslations('common')('required');
  const problem = missing ? requiredText : null;
  const { name, required, look, example } = field;
  const label = required ? t(`field.${name}.label`) : t('optional', { field: t(`field.${name}.label`) });
  const note = t(`field.${name}.note`);
  const refusedText = useRefusedText();
  const error = refusal && refusedText(refusal);
  const placeholder = stored ? t('stored') : example;
  if (look === 'action')
    return (
      <FieldProblem problem={problem}>
        <ActionField label={label} note={note} value={value || (example ?? '')} onChange={onChange} />
      </FieldProblem>
    );
  if (look === 'area') {
    return (
      <FieldProblem problem={problem}>
        <AreaField
          label={label}
          note={note}
          error={error}
          value={value}
          placeholder={placeholder}
          onChange={onChange}
        />
      </FieldProblem>
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
      problem={problem}
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

function ActionField({ onChange, ...field }: FieldProps) {
  const t = useTranslations('device.action');
  const choices = actions.map((action) => ({ value: action as string, label: t(action) }));
  return <SelectField {...field} heading choices={choices} onChoose={onChange} />;
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
