'use client';

import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/button';
import { Trash2 } from '#components/ui/icons';
import { TextField } from '#components/ui/text-field';
import {
  type ConditionType,
  conditionTypeOf,
  conditionTypes,
  isPresence,
  newAttribute,
  operatorChoices,
  withFact,
  withOperator,
  withType,
  withUnknown,
} from '#lib/client/policies/condition-edit';
import type { ConditionNode } from '#lib/client/policies/rule-tree';
import { attributeKeyOf, type Fact, factNames } from '#lib/domain/policies/fact';
import { behindListOf, type Condition, type Operator, unknownChoices } from '#lib/domain/policies/rule';
import { operatorKey, useFactName } from '../use-rule-text.ts';
import { BehindListField } from './behind-list-field.tsx';
import { Choice } from './choice.tsx';
import { useEditor, useProblemText } from './editor-context.tsx';
import { ValueField } from './value-field.tsx';

/** A device without a time here is one that is not missing. */
const knownAlways: readonly Fact[] = ['lastCheckIn', 'missingSince'];

interface Props {
  node: ConditionNode;
  /** Null removes it */
  onChange: (node: ConditionNode | null) => void;
}

/** One condition: fact, operator and value, and what counts if the fact is not reported. */
export function ConditionFields({ node, onChange }: Props) {
  const t = useTranslations('policies.editor');
  const { places } = useEditor();
  const { condition } = node;
  const set = (next: Condition) => onChange({ ...node, condition: next });
  const path = `rule.${places.get(node.key)}`;
  const behind = behindListOf(condition);
  return (
    <fieldset className="rounded-md border border-line bg-canvas p-2">
      <legend className="sr-only">{t('fact')}</legend>
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
          <FactField condition={condition} path={`${path}.fact`} onChange={set} />
          <OperatorField condition={condition} onChange={set} />
          <ValueField condition={condition} path={`${path}.value`} onChange={set} />
          {behind !== null && (
            <BehindListField
              value={behind}
              path={`${path}.value`}
              onChange={(value) => set({ ...condition, value })}
            />
          )}
          {!isPresence(condition.op) && !knownAlways.includes(condition.fact) && (
            <UnknownField condition={condition} onChange={set} />
          )}
        </div>
        <IconButton icon={Trash2} label={t('remove')} onClick={() => onChange(null)} />
      </div>
    </fieldset>
  );
}

interface FieldProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
}

const attributeChoice = 'attribute';

function FactField({ condition, path, onChange }: FieldProps & { path: string }) {
  const t = useTranslations('policies.editor');
  const factName = useFactName();
  const problemText = useProblemText();
  const { fact } = condition;
  const key = attributeKeyOf(fact);
  const known = factNames.map((name) => ({ value: name as string, label: factName(name) }));
  const choose = (chosen: string) =>
    onChange(withFact(condition, chosen === attributeChoice ? newAttribute : (chosen as Fact)));
  return (
    <>
      <Choice
        label={t('fact')}
        value={key === null ? fact : attributeChoice}
        choices={[...known, { value: attributeChoice, label: t('attribute') }]}
        onChoose={choose}
      />
      {key !== null && (
        <>
          <TextField
            label={t('key')}
            note={t('keyNote')}
            value={key}
            maxLength={64}
            error={problemText(path) ?? ''}
            onChange={(text) => onChange({ ...condition, fact: `attributes.${text}` })}
          />
          <Choice
            label={t('type')}
            value={conditionTypeOf(condition)}
            choices={conditionTypes.map((value: ConditionType) => ({ value, label: t(`types.${value}`) }))}
            onChoose={(type) => onChange(withType(condition, type))}
          />
        </>
      )}
    </>
  );
}

function OperatorField({ condition, onChange }: FieldProps) {
  const t = useTranslations('policies');
  const choices = operatorChoices(condition.fact, conditionTypeOf(condition));
  const label = (op: Operator) => {
    const key = operatorKey({ ...condition, op });
    return t(`op.${key}`);
  };
  return (
    <Choice
      label={t('editor.op')}
      value={condition.op}
      choices={choices.map((op) => ({ value: op, label: label(op) }))}
      onChoose={(op) => onChange(withOperator(condition, op))}
    />
  );
}

function UnknownField({ condition, onChange }: FieldProps) {
  const t = useTranslations('policies.editor');
  return (
    <Choice
      label={t('unknown')}
      value={condition.whenUnknown ?? 'ignore'}
      choices={unknownChoices.map((value) => ({ value, label: t(`unknownChoice.${value}`) }))}
      onChoose={(choice) => onChange(withUnknown(condition, choice === 'violate'))}
    />
  );
}
