'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { accessLooks } from '#components/marks/status-badges';
import { RelativeTime } from '#components/ui/relative-time';
import { toneEdges } from '#components/ui/status';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { useToldText } from '../../marks/use-told-text.ts';
import { StepItem } from './next-steps.tsx';
import { ViolationItem } from './violations.tsx';

/** Why the device is blocked or not, and the next steps, the most urgent first. */
export function ReasonPanel({ device }: { device: DeviceDetail }) {
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

const shownAtOnce = 6;

/** From the violated policies to the reported verdict. Lists the policies that decide first. */
function VerdictReason({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.why');
  const titleId = useId();
  const toldText = useToldText();
  const { violations, retireAskedAt, verdict, obstacle, channel } = device;
  const decisive = decisiveOf(device).slice(0, shownAtOnce);
  const others = violations.filter((violation) => !decisive.includes(violation));
  return (
    <section aria-labelledby={titleId} className="min-w-0 px-4 py-3">
      <h2 id={titleId} className="text-muted text-xs">
        {t('title')}
      </h2>
      {retireAskedAt !== null && (
        <p className="font-medium">
          {t.rich('askedRetire', { ago: () => <RelativeTime value={retireAskedAt} /> })}
        </p>
      )}
      {violations.length === 0 && retireAskedAt === null && (
        <p className="font-medium">{t('noViolations')}</p>
      )}
      <ul className="flex flex-col gap-0.5">
        {decisive.map((violation) => (
          <ViolationItem key={`${violation.action} ${violation.policy}`} violation={violation} decisive />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="text-sm">
          <summary className="rounded-md text-accent hover:underline">
            {t('others', { count: others.length })}
          </summary>
          <ul className="flex flex-col gap-0.5">
            {others.map((violation) => (
              <ViolationItem key={`${violation.action} ${violation.policy}`} violation={violation} />
            ))}
          </ul>
        </details>
      )}
      {(obstacle === null || obstacle === 'retired') && (
        <p className="mt-1 text-muted text-sm">{t('told', { told: toldText(verdict, channel) })}</p>
      )}
    </section>
  );
}

/** Returns the violations that decide the verdict. */
function decisiveOf({ violations, blockingViolations, action, verdict }: DeviceDetail) {
  if (verdict !== 'noncompliant') return violations.filter((violation) => violation.action === action);
  const names = new Set(blockingViolations.map((one) => `${one.action} ${one.policy}`));
  return violations.filter((one) => names.has(`${one.action} ${one.policy}`));
}
