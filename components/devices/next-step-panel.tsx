'use client';

import { CircleCheck, CircleX, Clock, Wrench } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useId } from 'react';
import type { DeviceDetail } from '#lib/contract/device';
import { NextStepText } from './next-step-text.tsx';

const looks = {
  done: { icon: CircleCheck, edge: 'border-s-good', ink: 'text-good' },
  wait: { icon: Clock, edge: 'border-s-wait', ink: 'text-wait' },
  act: { icon: Wrench, edge: 'border-s-accent', ink: 'text-accent' },
  failed: { icon: CircleX, edge: 'border-s-bad', ink: 'text-bad' },
} as const;

function lookOf(device: DeviceDetail): keyof typeof looks {
  const {
    nextStep: { step, who },
    azureComplianceStatus,
  } = device;
  if (step === 'nothing' || step === 'retired') return 'done';
  if (who === 'nobody') return 'wait';
  return azureComplianceStatus === 'failed' ? 'failed' : 'act';
}

/** The one thing to do next, and who has to do it. */
export function NextStepPanel({ device }: { device: DeviceDetail }) {
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
    <section
      aria-labelledby={titleId}
      className={`grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2 rounded-lg border border-line border-s-4 bg-surface p-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] ${edge}`}
    >
      <Icon aria-hidden="true" size={20} className={`mt-5 ${ink}`} />
      <div className="min-w-0">
        <p className="text-muted text-xs">{t('nextStepTitle')}</p>
        <h2 id={titleId} className="font-semibold text-lg">
          {step === 'fix_device'
            ? t('nextStep.fix_device.title', { policies: format.list(decisive) })
            : t(`nextStep.${step}.title`)}
        </h2>
        <div className="mt-1 max-w-prose">
          <NextStepText device={device} />
          {device.verdict === 'noncompliant' && (
            <p className="mt-1 text-muted">{t('accessBlocked', { user })}</p>
          )}
        </div>
      </div>
      <div className="max-sm:col-start-2 sm:max-w-56 sm:border-line sm:border-s sm:ps-4">
        <p className="text-muted text-xs">{t('who')}</p>
        <p className="font-medium">{t(`fixer.${who}`)}</p>
      </div>
    </section>
  );
}
