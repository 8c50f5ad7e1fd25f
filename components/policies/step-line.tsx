'use client';

import { useTranslations } from 'next-intl';
import { Archive, Ban, Eye, Mail, OctagonX } from '#components/ui/icons';
import { type StatusLook, toneInks } from '#components/ui/status';
import { partsOf } from '#lib/client/policies/duration-parts';
import type { Action } from '#lib/domain/devices/verdict';
import type { PolicyStep } from '#lib/domain/policies/policy';
import { useStepText } from './use-rule-text.ts';

const actionLooks = {
  monitor: { tone: 'muted', icon: Eye },
  send_alert: { tone: 'wait', icon: Mail },
  block: { tone: 'bad', icon: Ban },
  quarantine: { tone: 'bad', icon: OctagonX },
  retire: { tone: 'muted', icon: Archive },
} as const satisfies Record<Action, StatusLook>;

/** An action with its icon and color. */
export function ActionMark({ action }: { action: Action }) {
  const { actionText } = useStepText();
  const { tone, icon: Icon } = actionLooks[action];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${toneInks[tone]}`}>
      <Icon aria-hidden="true" size={14} className="shrink-0" />
      {actionText(action)}
    </span>
  );
}

/** The steps drawn on a line of time, from the moment at which a device meets the rule. On a phone the line goes down. */
export function StepLine({ steps }: { steps: readonly PolicyStep[] }) {
  const t = useTranslations('policies');
  const { when } = useStepText();
  const [first] = steps;
  const startsLater = first !== undefined && partsOf(first.after)?.count !== 0;
  return (
    <ol aria-label={t('stepsLabel')} className="flex max-sm:flex-col">
      {startsLater && <StepMark when={t('stepsFrom')} />}
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other identity while they are written
        <StepMark key={index} when={when(step.after)} action={step.action} />
      ))}
    </ol>
  );
}

function StepMark({ when, action }: { when: string; action?: Action }) {
  const look = action === undefined ? 'border-line-strong' : 'border-accent';
  return (
    <li className="group relative flex min-w-0 flex-1 flex-col max-sm:ps-6 max-sm:pb-3 sm:pe-3 sm:pt-5">
      <span
        aria-hidden="true"
        className="absolute bg-line-strong group-last:hidden max-sm:start-1.25 max-sm:top-4 max-sm:-bottom-1 max-sm:w-0.5 sm:start-3 sm:end-0 sm:top-1.75 sm:h-0.5"
      />
      <span
        aria-hidden="true"
        className={`absolute start-0 size-3 rounded-full border-2 bg-surface max-sm:top-1 sm:top-0.5 ${look}`}
      />
      <span className="text-muted text-sm">{when}</span>
      {action !== undefined && <ActionMark action={action} />}
    </li>
  );
}

/** The steps in a cell of a table. */
export function StepList({ steps }: { steps: readonly PolicyStep[] }) {
  const { when } = useStepText();
  return (
    <ul className="flex flex-col max-[56rem]:flex-row max-[56rem]:flex-wrap max-[56rem]:gap-x-3">
      {steps.map(({ after, action }) => (
        <li key={after} className="flex flex-wrap items-center gap-x-1.5">
          <span className="text-muted text-sm">{when(after)}</span> <ActionMark action={action} />
        </li>
      ))}
    </ul>
  );
}
