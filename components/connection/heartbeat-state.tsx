'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { RelativeTime } from '../ui/relative-time.tsx';

export function HeartbeatState({ heartbeat }: { heartbeat: ConnectionState['heartbeat'] }) {
  const t = useTranslations('connection.background');
  const { lastAt, triedAt, problem } = heartbeat;
  return (
    <>
      {lastAt === null
        ? t('heartbeatNever')
        : t.rich('heartbeatAt', { ago: () => <RelativeTime value={lastAt} /> })}
      {problem !== null && triedAt !== null && (
        <span className="block text-bad">
          {t.rich('heartbeatProblem', { ago: () => <RelativeTime value={triedAt} /> })}{' '}
          <code className="font-mono">{problem}</code>
        </span>
      )}
    </>
  );
}
