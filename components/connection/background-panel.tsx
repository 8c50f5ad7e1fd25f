'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { useClock } from '../ui/clock.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Fact } from './fact.tsx';
import { HeartbeatState } from './heartbeat-state.tsx';
import { WalkState } from './sweep-state.tsx';
import { WorkerState } from './worker-state.tsx';

/** What the workers do by themselves. */
export function BackgroundPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.background');
  const now = useClock();
  const { graphThrottledUntil: until } = connection;
  const isThrottled = until !== null && Date.parse(until) > now;
  return (
    <Panel title={t('title')} flush>
      <dl className="px-4 py-2">
        <Fact name={t('worker')}>
          <WorkerState worker={connection.worker} />
        </Fact>
        <Fact name={t('heartbeat')}>
          <HeartbeatState heartbeat={connection.heartbeat} />
        </Fact>
        <Fact name={t('resync')}>
          <WalkState name="resync" walk={connection.resync} />
        </Fact>
        <Fact name={t('readBack')}>
          <WalkState name="readBack" walk={connection.readBack} />
          {isThrottled && (
            <span className="block text-wait">
              {t.rich('graphThrottled', { ago: () => <RelativeTime value={until} future /> })}
            </span>
          )}
        </Fact>
      </dl>
    </Panel>
  );
}
