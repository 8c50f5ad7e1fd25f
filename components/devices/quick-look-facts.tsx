'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/shown-text';
import { RelativeTime } from '../ui/relative-time.tsx';
import { NextStepText } from './next-step-text.tsx';
import { QuickLookFields } from './quick-look-fields.tsx';
import { QuickLookStates } from './quick-look-states.tsx';
import { VerdictStatus } from './verdict-status.tsx';
import { ViolationItem } from './violation-item.tsx';

/** Why, since when, and who does what: as short as can be. */
export function QuickLookFacts({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const format = useFormatter();
  const { verdict, verdictSince, violations, action, nextStep } = device;
  const decisive = violations.filter((one) => one.action === action).map(({ policy }) => policy);
  return (
    <>
      <section className="flex flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <VerdictStatus verdict={verdict} pill />
          <span className="text-muted">
            {t.rich('verdictSince', { ago: () => <RelativeTime value={verdictSince} /> })}
          </span>
        </p>
        {violations.length === 0 && <p>{t('why.noViolations')}</p>}
        <ul className="flex flex-col gap-1">
          {violations.map((violation) => (
            <ViolationItem key={`${violation.action} ${violation.policy}`} violation={violation} />
          ))}
        </ul>
      </section>
      <section className="rounded-md border border-line border-s-4 border-s-accent p-3">
        <p className="text-muted text-xs">{t('nextStepTitle')}</p>
        <p className="font-semibold">
          {nextStep.step === 'fix_device'
            ? t('nextStep.fix_device.title', { policies: format.list(decisive.map(shownText)) })
            : t(`nextStep.${nextStep.step}.title`)}
        </p>
        <div className="text-sm">
          <NextStepText device={device} />
        </div>
        <p className="mt-1 text-sm">
          <span className="text-muted">{t('who')}</span>{' '}
          <span className="font-medium">{t(`fixer.${nextStep.who}`)}</span>
        </p>
      </section>
      <QuickLookStates device={device} />
      <QuickLookFields device={device} />
    </>
  );
}
