'use client';

import { useTranslations } from 'next-intl';
import { VerdictStatus } from '#components/marks/status-badges';
import { DiffValue } from '#components/ui/diff-value';
import { Minus, MonitorCheck, Plus, Scale } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { TimelineItem } from '#lib/contract/timeline';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { TimelineLine } from './timeline-line.tsx';
import { useChangeText } from './use-change-text.ts';

/** A check-in that changed something, with the values before and after. */
export function TimelineCheckIn({ item }: { item: Extract<TimelineItem, { kind: 'check_in' }> }) {
  const t = useTranslations('device');
  const { at, first, verdict, verdictFrom, trigger, changes } = item;
  const decided = verdictFrom !== null && verdict !== null;
  const title = (
    <>
      {first ? t('timeline.first') : decided ? t('timeline.verdictChanged') : t('timeline.checkIn')}
      {first && verdict !== null && <VerdictStatus value={verdict} />}
      {decided && (
        <DiffValue from={<VerdictStatus value={verdictFrom} />} to={<VerdictStatus value={verdict} />} />
      )}
    </>
  );
  return (
    <TimelineLine icon={decided ? Scale : MonitorCheck} title={title} at={at}>
      <ul className="text-sm">
        {changes.map((change) => (
          <TimelineChange key={change.field} change={change} />
        ))}
      </ul>
      {trigger !== null && (
        <p className="text-muted text-sm">{t('timeline.triggered', { trigger: t(`trigger.${trigger}`) })}</p>
      )}
    </TimelineLine>
  );
}

type Change = Extract<TimelineItem, { kind: 'check_in' }>['changes'][number];

/** One changed field, before and after. A client status code comes with its meaning. */
function TimelineChange({ change: { field, from, to } }: { change: Change }) {
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

/** Which policies the device violates since this check-in, and which it no longer violates. */
function ViolationDiff({ from, to }: { from: unknown; to: unknown }) {
  const t = useTranslations('device.timeline');
  const { violationText } = useChangeText();
  const before = Array.isArray(from) ? from.map(violationText) : [];
  const after = Array.isArray(to) ? to.map(violationText) : [];
  const added = after.filter((text) => !before.includes(text));
  const removed = before.filter((text) => !after.includes(text));
  return (
    <>
      {added.map((policy) => (
        <li key={`+${policy}`}>
          <Status tone="bad" icon={Plus}>
            {t('violationAdded', { policy })}
          </Status>
        </li>
      ))}
      {removed.map((policy) => (
        <li key={`-${policy}`}>
          <Status tone="good" icon={Minus}>
            {t('violationRemoved', { policy })}
          </Status>
        </li>
      ))}
    </>
  );
}
