'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useId } from 'react';
import { accessLooks } from '#components/marks/status-badges';
import { RelativeTime } from '#components/ui/relative-time';
import { toneEdges } from '#components/ui/status';
import type { DeviceDetail } from '#lib/contract/device';
import type { DeviceViolation } from '#lib/contract/device-violation';
import { shownText } from '#lib/domain/text/shown-text';
import { useToldText } from '../../marks/use-told-text.ts';
import { useChangeText } from '../timeline/use-change-text.ts';
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
  const decided = decisiveOf(device);
  const decisive = (decided.length === 0 ? violations : decided).slice(0, shownAtOnce);
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
      <ul className="flex flex-col gap-1">
        {decisive.map((violation) => (
          <ViolationItem
            key={keyOf(violation)}
            device={device}
            violation={violation}
            decisive={decided.length > 0}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="text-sm">
          <summary className="rounded-md text-accent hover:underline">
            {t('others', { count: others.length })}
          </summary>
          <ul className="flex flex-col gap-0.5">
            {others.map((violation) => (
              <ViolationItem key={keyOf(violation)} device={device} violation={violation} />
            ))}
          </ul>
        </details>
      )}
      {(obstacle === null || obstacle === 'retired') && (
        <p className="mt-1 text-muted text-sm">{t('told', { told: toldText(verdict, channel) })}</p>
      )}
      <UnknownFacts unknown={device.unknownFacts} />
    </section>
  );
}

/** What policies ask for and the feed does not report: they cannot be violated by it. */
function UnknownFacts({ unknown }: { unknown: DeviceDetail['unknownFacts'] }) {
  const t = useTranslations('device.unknownFacts');
  const format = useFormatter();
  const { fieldName } = useChangeText();
  if (unknown.length === 0) return null;
  return (
    <details className="mt-1 text-sm">
      <summary className="rounded-md text-accent hover:underline">{t('title')}</summary>
      <ul>
        {unknown.map(({ policyId, policy, facts }) => (
          <li key={policyId}>
            {t('line', { policy: shownText(policy), facts: format.list(facts.map(fieldName)) })}
          </li>
        ))}
      </ul>
    </details>
  );
}

const keyOf = ({ source, policyId, action, policy }: DeviceViolation) =>
  `${source} ${policyId} ${action} ${policy}`;

/** Returns the violations that decide the verdict. */
function decisiveOf({ violations, blockingViolations, action, verdict }: DeviceDetail) {
  const counting = violations.filter(
    ({ mode, exceptedUntil }) => mode === 'enforce' && exceptedUntil === null,
  );
  if (verdict !== 'noncompliant') return counting.filter((violation) => violation.action === action);
  const keys = new Set(blockingViolations.map(keyOf));
  return counting.filter((one) => keys.has(keyOf(one)));
}
