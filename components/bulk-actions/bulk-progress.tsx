'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { Panel } from '../ui/panel.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { HoldNotice } from './hold-notice.tsx';
import { endedOf } from './outcome-looks.ts';
import { ProgressVoice } from './progress-voice.tsx';
import { TimeLeft } from './time-left.tsx';

export function BulkProgress({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const format = useFormatter();
  const { waiting, underWay, failed, notPossible, finishedAt } = action;
  const ended = endedOf(action);
  const facts = [
    { name: 'ended', value: ended },
    { name: 'failed', value: failed + notPossible },
    { name: 'left', value: waiting + underWay },
  ] as const;
  return (
    <Panel
      title={t('progress')}
      aside={
        <span className="text-muted text-sm">{finishedAt === null && <TimeLeft action={action} />}</span>
      }
    >
      <div className="flex flex-col gap-3">
        <ProgressVoice action={action} />
        <HoldNotice hold={action.hold} />
        <BulkBar action={action} thick />
        <dl className="flex flex-wrap gap-x-8 gap-y-1">
          {facts.map(({ name, value }) => (
            <div key={name} className="flex items-baseline gap-1.5">
              <dt className="text-muted">{t(`fact.${name}`)}</dt>
              <dd className="font-semibold">{format.number(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Panel>
  );
}
