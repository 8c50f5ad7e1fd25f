'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { GivenText } from './given-text.tsx';

interface Props {
  violation: DeviceDetail['violations'][number];
  /** Its action is the one in force */
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
        {t(`action.${action}`)}
        {since !== null && ' · '}
        {since !== null && t.rich('why.since', { ago: () => <RelativeTime value={since} /> })}
      </span>
    </li>
  );
}
