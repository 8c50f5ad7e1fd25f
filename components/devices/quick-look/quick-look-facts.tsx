'use client';

import { useTranslations } from 'next-intl';
import { AccessHeadline } from '#components/marks/access-headline';
import { NextStepText } from '#components/marks/next-step-text';
import { VerdictStatus } from '#components/marks/status-badges';
import { ViolationItem } from '#components/marks/violation-item';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { useStepTitle } from '../timeline/step-item.tsx';
import { QuickLookFields } from './quick-look-fields.tsx';
import { QuickLookStates } from './quick-look-states.tsx';

/** Is the user let in, why, since when, and who does what: as short as can be. */
export function QuickLookFacts({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const title = useStepTitle(device);
  const { access, verdict, verdictSince, violations, nextStep } = device;
  return (
    <>
      <section className="flex flex-col gap-1">
        <AccessHeadline access={access} />
        <p className="flex flex-wrap items-center gap-2">
          <VerdictStatus value={verdict} pill />
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
        <ol className="divide-y divide-line">
          {[nextStep, ...nextStep.also].map((advice) => (
            <li key={advice.step} className="py-2 first:pt-0 last:pb-0">
              <p className="font-semibold">{title(advice)}</p>
              <div className="text-sm">
                <NextStepText device={device} advice={advice} />
              </div>
              <p className="mt-1 text-sm">
                <span className="text-muted">{t('who')}</span>{' '}
                <span className="font-medium">{t(`fixer.${advice.who}`)}</span>
              </p>
            </li>
          ))}
        </ol>
      </section>
      <QuickLookStates device={device} />
      <QuickLookFields device={device} />
    </>
  );
}
