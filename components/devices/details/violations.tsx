'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useLocale, useTimeZone, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { PolicyStepMark } from '#components/marks/policy-step';
import { CalendarClock, Eye } from '#components/ui/icons';
import { dateTimeFormat, RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { exceptionsOfQuery } from '#lib/client/queries/policy-queries';
import type { DeviceDetail } from '#lib/contract/device';
import type { DeviceViolation } from '#lib/contract/device-violation';
import { fixText } from '#lib/domain/policies/fix-text';
import { shownText } from '#lib/domain/text/shown-text';
import { useViolationName } from '../../marks/use-violation-name.ts';

interface Props {
  device: Pick<DeviceDetail, 'id'>;
  violation: DeviceViolation;
  /** The active action of the device is this one */
  decisive?: boolean;
}

/** A violation: whose it is, since when, what comes next, and what the user has to do. */
export function ViolationItem({ device, violation, decisive = false }: Props) {
  const t = useTranslations('device');
  const { policy, action, since, policyId, source, version } = violation;
  const whose = source === 'feed' ? t('violation.feed') : t('violation.policy', { version: version ?? 0 });
  const violationName = useViolationName();
  const name = <GivenText text={policyId === null ? violationName(policy) : policy} />;
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={decisive ? 'font-semibold text-lg' : 'font-medium'}>
          {policyId === null ? (
            name
          ) : (
            <Link
              href={`/policies/${policyId}`}
              prefetch={false}
              className="rounded-md text-accent hover:underline"
            >
              {name}
            </Link>
          )}
        </span>
        <span className="text-muted text-sm">
          {action === null ? t('noStep') : t(`action.${action}`)}
          {since !== null && ' · '}
          {since !== null && t.rich('why.since', { ago: () => <RelativeTime value={since} /> })} · {whose}
        </span>
      </p>
      <ViolationStanding device={device} violation={violation} />
      {decisive && <ViolationFix violation={violation} />}
    </li>
  );
}

/** Why it does not count, and what comes next; nothing otherwise. */
function ViolationStanding({ device, violation }: Omit<Props, 'decisive'>) {
  const t = useTranslations('device.violation');
  const { mode, nextStep, exceptedUntil } = violation;
  if (mode === 'enforce' && nextStep === null && exceptedUntil === null) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-sm">
      {mode === 'report_only' && (
        <Status tone="muted" icon={Eye}>
          {t('reportOnly')}
        </Status>
      )}
      {exceptedUntil !== null && (
        <Excepted deviceId={device.id} violation={violation} until={exceptedUntil} />
      )}
      {exceptedUntil === null && <PolicyStepMark step={nextStep} />}
    </p>
  );
}

interface ExceptedProps {
  deviceId: string;
  violation: DeviceViolation;
  until: string;
}

/** Until when the violation does not count, and who decided that. */
function Excepted({ deviceId, violation, until }: ExceptedProps) {
  const t = useTranslations('device.violation');
  const { data } = useQuery(exceptionsOfQuery({ deviceId }));
  const exception = data?.items.find((one) => one.policyId === violation.policyId && one.until === until);
  const time = dateTimeFormat(useLocale(), useTimeZone(), 'medium').format(new Date(until));
  return (
    <Status tone="muted" icon={CalendarClock}>
      <span suppressHydrationWarning>
        {exception === undefined
          ? t('excepted', { until: time })
          : t('exceptedBy', {
              until: time,
              name: shownText(exception.createdBy),
              reason: shownText(exception.reason),
            })}
      </span>
    </Status>
  );
}

/** What the user has to do, in the admin's language, or else in the first that there is. */
function ViolationFix({ violation: { fix } }: Pick<Props, 'violation'>) {
  const own = useLocale();
  const found = fixText(fix, own);
  if (found === null) return null;
  return (
    <div lang={found.locale} className="mt-0.5 max-w-prose border-line-strong border-s-2 ps-2 text-sm">
      <p className="font-medium">
        <GivenText text={found.title} />
      </p>
      <p className="whitespace-pre-line">{found.text}</p>
    </div>
  );
}

/** More names cannot be read at a glance; the panel with the reasons lists all of them. */
const namedAtOnce = 12;

/** Returns all policies that block the device, in one text: it stays blocked until all are fixed. */
export function useBlockingPolicies(): (device: DeviceDetail) => string {
  const t = useTranslations('device');
  const format = useFormatter();
  return ({ blockingViolations }) => {
    const names = [...new Set(blockingViolations.map(({ policy }) => shownText(policy)))];
    const others = names.length - namedAtOnce;
    if (others <= 0) return format.list(names);
    return format.list([...names.slice(0, namedAtOnce), t('morePolicies', { count: others })]);
  };
}
