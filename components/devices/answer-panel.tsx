'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useId } from 'react';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/shown-text';
import { CircleCheck, CircleX, Clock, Wrench } from '../ui/icons.tsx';
import { NextStepText } from './next-step-text.tsx';
import { VerdictReason } from './verdict-reason.tsx';

const looks = {
  done: { icon: CircleCheck, edge: 'border-s-good', ink: 'text-good' },
  wait: { icon: Clock, edge: 'border-s-wait', ink: 'text-wait' },
  act: { icon: Wrench, edge: 'border-s-accent', ink: 'text-accent' },
  failed: { icon: CircleX, edge: 'border-s-bad', ink: 'text-bad' },
} as const;

function lookOf({ nextStep: { step, who }, azureComplianceStatus }: DeviceDetail): keyof typeof looks {
  if (step === 'nothing' || step === 'retired') return 'done';
  if (who === 'nobody') return 'wait';
  return azureComplianceStatus === 'failed' ? 'failed' : 'act';
}

/** Why, what to do next, and who does it. */
export function AnswerPanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const titleId = useId();
  const format = useFormatter();
  const { step, who } = device.nextStep;
  const decisive = device.violations
    .filter(({ action }) => action === device.action)
    .map(({ policy }) => policy);
  const { icon: Icon, edge, ink } = looks[lookOf(device)];
  const user = device.userDisplayName ?? device.userPrincipalName ?? t('aUser');
  return (
    <div
      className={`grid rounded-lg border border-line border-s-4 bg-surface max-lg:divide-y lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:divide-x divide-line ${edge}`}
    >
      <VerdictReason device={device} />
      <section
        aria-labelledby={titleId}
        className="grid gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_11rem]"
      >
        <div className="min-w-0">
          <p className="text-muted text-xs">{t('nextStepTitle')}</p>
          <h2 id={titleId} className="flex items-start gap-2 font-semibold text-lg">
            <Icon aria-hidden="true" size={18} className={`mt-0.75 shrink-0 ${ink}`} />
            {step === 'fix_device'
              ? t('nextStep.fix_device.title', { policies: format.list(decisive.map(shownText)) })
              : t(`nextStep.${step}.title`)}
          </h2>
          <div className="mt-0.5 max-w-prose">
            <NextStepText device={device} />
            {device.verdict === 'noncompliant' && (
              <p className="text-muted text-sm">{t('accessBlocked', { user: shownText(user) })}</p>
            )}
          </div>
        </div>
        <div className="sm:border-line sm:border-s sm:ps-4">
          <p className="text-muted text-xs">{t('who')}</p>
          <p className="font-medium">{t(`fixer.${who}`)}</p>
        </div>
      </section>
    </div>
  );
}
