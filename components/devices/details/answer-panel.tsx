'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { accessLooks } from '#components/marks/status-badges';
import { VerdictReason } from '#components/marks/verdict-reason';
import { toneEdges } from '#components/ui/status';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { StepItem } from '../timeline/step-item.tsx';

/** Why, what to do next, and who does it: the most pressing thing first, and whatever else holds beside it. */
export function AnswerPanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const titleId = useId();
  const { nextStep, access } = device;
  const user = device.userDisplayName ?? device.userPrincipalName ?? t('aUser');
  return (
    <div
      className={`grid rounded-lg border border-line border-s-4 bg-surface max-lg:divide-y lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:divide-x divide-line ${toneEdges[accessLooks[access.state].tone]}`}
    >
      <VerdictReason device={device} />
      <section aria-labelledby={`${titleId} ${titleId}first`} className="min-w-0 px-4 py-3">
        <h2 id={titleId} className="text-muted text-xs">
          {t('nextStepTitle')}
        </h2>
        <ol className="divide-y divide-line">
          <StepItem device={device} advice={nextStep} titleId={`${titleId}first`} />
          {nextStep.also.map((advice) => (
            <StepItem key={advice.step} device={device} advice={advice} />
          ))}
        </ol>
        {access.state === 'likely_blocked' && (
          <p className="mt-1 text-muted text-sm">{t('accessBlocked', { user: shownText(user) })}</p>
        )}
      </section>
    </div>
  );
}
