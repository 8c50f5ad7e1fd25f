'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useId } from 'react';
import { AccessHeadline, DriftMark } from '#components/marks/entra-marks';
import { GuideLink } from '#components/marks/guide-link';
import { PolicyStepMark } from '#components/marks/policy-step';
import { VerdictStatus } from '#components/marks/status-badges';
import { accessLooks } from '#components/marks/status-looks';
import { RelativeTime } from '#components/ui/relative-time';
import { toneEdges, toneGrounds } from '#components/ui/status';
import type { DeviceDetail } from '#lib/contract/device';
import type { DeviceViolation } from '#lib/contract/device-violation';
import { shownText } from '#lib/domain/text/shown-text';
import { useToldText } from '../../marks/use-told-text.ts';
import { useChangeText } from '../timeline/use-change-text.ts';
import { StepItem } from './next-steps.tsx';
import { ViolationItem } from './violations.tsx';

/** Whether the user is let in, in the color of the answer; why; and the next steps, the most urgent first. */
export function AnswerPanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const titleId = useId();
  const { nextStep, access, violations, retireAskedAt } = device;
  const { tone } = accessLooks[access.state];
  const hasReasons = violations.length > 0 || retireAskedAt !== null;
  const user = device.userDisplayName ?? device.userPrincipalName ?? t('aUser');
  return (
    <section
      aria-label={t('access.title')}
      className={`overflow-hidden rounded-lg border border-line border-s-4 bg-surface ${toneEdges[tone]}`}
    >
      <div className={`px-4 py-2 ${toneGrounds[tone]}`}>
        <AccessHeadline access={access} explained />
        <VerdictLine device={device} explained />
      </div>
      <div
        className={`divide-line ${hasReasons ? 'grid max-lg:divide-y lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:divide-x' : 'divide-y'}`}
      >
        <VerdictReason device={device} short={!hasReasons} />
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
    </section>
  );
}

interface VerdictLineProps {
  device: DeviceDetail;
  /** Leads to what the guide says about it */
  explained?: boolean;
}

/** Our verdict, since when, and whether something about it is going to change. */
export function VerdictLine({ device, explained = false }: VerdictLineProps) {
  const t = useTranslations('device');
  const driftName = useTranslations('devices')('drift');
  const { verdict, driftSince } = device;
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <span className="text-muted">{t('states.ours')}</span>
      <VerdictStatus value={verdict} />
      {explained && <GuideLink topic="verdict" entry={verdict} name={t(`verdict.${verdict}`)} />}
      <span className="text-muted">
        {t.rich('verdictSince', { ago: () => <RelativeTime value={device.verdictSince} /> })}
      </span>
      <PolicyStepMark step={device.policyStep} />
      <DriftMark since={driftSince} age />
      {explained && driftSince !== null && <GuideLink topic="entra" entry="drift" name={driftName} />}
    </p>
  );
}

const shownAtOnce = 12;

interface VerdictReasonProps {
  device: DeviceDetail;
  /** There is not much to say: one line */
  short: boolean;
}

/** From the violated policies to the reported verdict: all violations, first those that decide, the most severe first. */
function VerdictReason({ device, short }: VerdictReasonProps) {
  const t = useTranslations('device.why');
  const titleId = useId();
  const toldText = useToldText();
  const { violations, retireAskedAt, verdict, obstacle, channel } = device;
  const decided = decisiveOf(device);
  const sorted = [...decided, ...violations.filter((violation) => !decided.includes(violation))];
  const items = sorted.map((violation) => (
    <ViolationItem
      key={keyOf(violation)}
      device={device}
      violation={violation}
      decisive={decided.length === 0 || decided.includes(violation)}
    />
  ));
  return (
    <section
      aria-labelledby={titleId}
      className={`min-w-0 px-4 ${short ? 'flex flex-wrap items-baseline gap-x-3 py-2' : 'py-3'}`}
    >
      <h2 id={titleId} className="text-muted text-xs">
        {t('title')}
      </h2>
      {retireAskedAt !== null && (
        <p className="font-medium">
          {t.rich('askedRetire', { ago: () => <RelativeTime value={retireAskedAt} /> })}
        </p>
      )}
      {short && <p className="font-medium">{t('noViolations')}</p>}
      {items.length > 0 && <ul className="flex flex-col gap-1">{items.slice(0, shownAtOnce)}</ul>}
      {items.length > shownAtOnce && (
        <details className="text-sm">
          <summary className="rounded-md text-accent hover:underline">
            {t('others', { count: items.length - shownAtOnce })}
          </summary>
          <ul className="flex flex-col gap-0.5">{items.slice(shownAtOnce)}</ul>
        </details>
      )}
      {(obstacle === null || obstacle === 'retired') && (
        <p className={`text-muted text-sm ${short ? '' : 'mt-1'}`}>
          {t('told', { told: toldText(verdict, channel) })}
        </p>
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
export function decisiveOf({ violations, blockingViolations, action, verdict }: DeviceDetail) {
  const counting = violations.filter(
    ({ mode, exceptedUntil }) => mode === 'enforce' && exceptedUntil === null,
  );
  if (verdict !== 'noncompliant') return counting.filter((violation) => violation.action === action);
  const keys = new Set(blockingViolations.map(keyOf));
  return counting.filter((one) => keys.has(keyOf(one)));
}
