'use client';

import { useTranslations } from 'next-intl';
import { ViolationDiff } from '#components/marks/violation-diff';
import { DiffValue } from '#components/ui/diff-value';
import type { TimelineItem } from '#lib/contract/timeline';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { useChangeText } from '../../marks/use-change-text.ts';

type Change = Extract<TimelineItem, { kind: 'check_in' }>['changes'][number];

/** One field of a device, before and after; policies that came and went; a code with its meaning. */
export function TimelineChange({ change: { field, from, to } }: { change: Change }) {
  const t = useTranslations('device.clientStatus');
  const { fieldName, valueText } = useChangeText();
  if (field === 'violations') return <ViolationDiff from={from} to={to} />;
  const code = field === 'clientStatusCode' && clientStatusCodes.find((known) => known === to);
  return (
    <li>
      <span className="text-muted">{fieldName(field)}</span>{' '}
      <DiffValue from={<bdi>{valueText(field, from)}</bdi>} to={<bdi>{valueText(field, to)}</bdi>} />
      {code && <span className="block text-muted">{t(`${code}.meaning`)}</span>}
    </li>
  );
}
