'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import type { Action } from '#lib/domain/verdict';
import { RelativeTime } from '../ui/relative-time.tsx';

interface Props {
  violations: DeviceDetail['violations'];
  /** The most severe: the one that decides */
  action: Action | null;
}

export function ViolationList({ violations, action }: Props) {
  const t = useTranslations('device');
  if (violations.length === 0) return t('why.noViolations');
  return (
    <>
      <p>{t('why.violated', { count: violations.length })}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {violations.map((violation) => (
          <li key={`${violation.action} ${violation.policy}`} className="rounded-md bg-sunken px-2 py-1">
            <span className="font-medium">{violation.policy}</span>
            <span className="block text-muted text-sm">
              {t(`action.${violation.action}`)}
              {violation.action === action && ` · ${t('why.decides')}`}
              {violation.since !== null && ' · '}
              {violation.since !== null &&
                t.rich('why.since', { ago: () => <RelativeTime value={violation.since ?? ''} /> })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
