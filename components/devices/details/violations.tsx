'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  violation: DeviceDetail['violations'][number];
  /** The active action of the device is this one */
  decisive?: boolean;
}

export function ViolationItem({ violation: { policy, action, since }, decisive = false }: Props) {
  const t = useTranslations('device');
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span className={decisive ? 'font-semibold text-lg' : 'font-medium'}>
        <GivenText text={policy} />
      </span>
      <span className="text-muted text-sm">
        {action === null ? t('noStep') : t(`action.${action}`)}
        {since !== null && ' · '}
        {since !== null && t.rich('why.since', { ago: () => <RelativeTime value={since} /> })}
      </span>
    </li>
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
