'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { ConnectionState } from '#lib/contract/connection';

/** How many devices wait to be reported, if any, and since when. */
export function WaitingText({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection');
  const { waiting, unsent } = connection;
  const ago = (since: string | null) => () => since && <RelativeTime value={since} />;
  return (
    <>
      {waiting.value > 0 &&
        t.rich(waiting.exact ? 'waiting' : 'waitingMoreThan', {
          count: waiting.value,
          ago: ago(waiting.since),
        })}{' '}
      {unsent.devices > 0 && t.rich('unsent', { count: unsent.devices, ago: ago(unsent.since) })}
    </>
  );
}
