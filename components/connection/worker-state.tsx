'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { CircleCheck, PowerOff } from '../ui/icons.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status } from '../ui/status.tsx';

export function WorkerState({ worker: { alive, seenAt } }: { worker: ConnectionState['worker'] }) {
  const t = useTranslations('connection.background');
  if (alive) {
    return (
      <Status tone="good" icon={CircleCheck}>
        {t('alive')}
      </Status>
    );
  }
  return (
    <Status tone="bad" icon={PowerOff}>
      {seenAt === null ? t('never') : t.rich('silent', { ago: () => <RelativeTime value={seenAt} /> })}
    </Status>
  );
}
