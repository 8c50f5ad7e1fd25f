'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

/** So many names are read at a glance; the reasons of the verdict name all of them. */
const namedAtOnce = 12;

/** Every policy that keeps a device from being compliant, in one text: fixing only one leaves it blocked. */
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
