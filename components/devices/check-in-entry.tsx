'use client';

import { useTranslations } from 'next-intl';
import type { CheckInHistoryItem } from '#lib/contract/report';
import { ExactTime } from '../ui/exact-time.tsx';
import { useChangeText } from './use-change-text.ts';
import { VerdictStatus } from './verdict-status.tsx';

interface Props {
  checkIn: CheckInHistoryItem;
  /** The very first of its device */
  first: boolean;
}

export function CheckInEntry({ checkIn, first }: Props) {
  const t = useTranslations('device');
  const { fieldName, valueText } = useChangeText();
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
        <ExactTime value={checkIn.checkedInAt} />
        <VerdictStatus verdict={checkIn.verdict} />
        {checkIn.trigger && (
          <span className="text-muted text-sm">
            {t('checkIns.triggered', { trigger: t(`trigger.${checkIn.trigger}`) })}
          </span>
        )}
      </div>
      {checkIn.changes.length === 0 && (
        <p className="text-muted text-sm">{first ? t('checkIns.first') : t('checkIns.noChange')}</p>
      )}
      <ul className="text-sm">
        {checkIn.changes.map(({ field, from, to }) => (
          <li key={field}>
            <span className="text-muted">{fieldName(field)}</span>{' '}
            {t('checkIns.fromTo', { from: valueText(field, from), to: valueText(field, to) })}
          </li>
        ))}
      </ul>
    </li>
  );
}
