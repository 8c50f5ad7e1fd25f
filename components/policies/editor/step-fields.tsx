'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton, TextButton } from '#components/ui/button';
import { Trash2 } from '#components/ui/icons';
import { durationOf, partsOf } from '#lib/client/policies/duration-parts';
import { newKey } from '#lib/client/policies/rule-tree';
import { actions } from '#lib/domain/devices/verdict';
import type { PolicyStep } from '#lib/domain/policies/policy';
import { StepLine } from '../step-line.tsx';
import { useStepText } from '../use-rule-text.ts';
import { Choice } from './choice.tsx';
import { EditorSection, ProblemLine, useEditor } from './editor-context.tsx';
import { DurationField } from './value-field.tsx';

const mostSteps = 10;

/** The steps, each with its time and action, and how they lie in time. */
export function StepFields() {
  const t = useTranslations('policies');
  const { draft, change } = useEditor();
  const { steps } = draft;
  const [keys, setKeys] = useState(() => steps.map(newKey));
  const set = (index: number, changes: Partial<PolicyStep>) =>
    change({ steps: steps.map((step, at) => (at === index ? { ...step, ...changes } : step)) });

  function add() {
    setKeys([...keys, newKey()]);
    change({ steps: [...steps, stepAfter(steps.at(-1))] });
  }
  function remove(index: number) {
    setKeys(keys.filter((_, at) => at !== index));
    change({ steps: steps.filter((_, at) => at !== index) });
  }
  return (
    <EditorSection title={t('field.steps')} note={t('editor.stepsNote')}>
      <StepLine steps={steps} />
      <ol className="flex flex-col gap-2">
        {steps.map((step, index) => (
          <li
            key={keys[index]}
            className="flex items-start gap-2 rounded-md border border-line bg-canvas p-2"
          >
            <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
              <DurationField
                label={t('editor.after')}
                value={step.after}
                path={`steps.${index}.after`}
                onChange={(after) => set(index, { after })}
              />
              <ActionField step={step} onChange={(action) => set(index, { action })} />
            </div>
            <IconButton
              icon={Trash2}
              label={t('editor.removeStep', { number: index + 1 })}
              disabled={steps.length === 1}
              onClick={() => remove(index)}
            />
          </li>
        ))}
      </ol>
      <ProblemLine path="steps" />
      <p>
        <TextButton disabled={steps.length >= mostSteps} onClick={add}>
          {t('editor.addStep')}
        </TextButton>
      </p>
    </EditorSection>
  );
}

interface ActionFieldProps {
  step: PolicyStep;
  onChange: (action: PolicyStep['action']) => void;
}

function ActionField({ step: { action }, onChange }: ActionFieldProps) {
  const t = useTranslations('policies.editor');
  const { actionText } = useStepText();
  return (
    <div className="flex min-w-44 flex-2 flex-col gap-1">
      <Choice
        label={t('action')}
        value={action}
        choices={actions.map((value) => ({ value, label: actionText(value) }))}
        onChoose={onChange}
      />
      <p className="text-muted text-sm">{t(`actionAbout.${action}`)}</p>
    </div>
  );
}

/** Later and more severe than the last step. */
function stepAfter(last: PolicyStep | undefined): PolicyStep {
  const parts = partsOf(last?.after ?? 'PT0S') ?? { unit: 'day', count: 0 };
  const more = parts.unit === 'day' ? 3 : 12;
  const next = actions[actions.indexOf(last?.action ?? 'monitor') + 1] ?? 'quarantine';
  return {
    after: durationOf({ ...parts, count: parts.count + more }),
    action: next === 'retire' ? 'quarantine' : next,
  };
}
