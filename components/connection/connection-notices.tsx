'use client';

import { useQuery } from '@tanstack/react-query';
import { connectionQuery } from '#lib/client/connection-queries';
import { PausedNotice } from './paused-notice.tsx';
import { ThrottledNotice } from './throttled-notice.tsx';
import { UnhealthyNotice } from './unhealthy-notice.tsx';

/** What keeps reports from Microsoft for all devices; nothing where all is well. */
export function ConnectionNotices() {
  const { data } = useQuery(connectionQuery());
  if (!data) return null;
  return (
    <>
      {data.paused && <PausedNotice paused={data.paused} />}
      {data.health === 'unhealthy' && <UnhealthyNotice connection={data} />}
      {data.throttledUntil && <ThrottledNotice until={data.throttledUntil} />}
    </>
  );
}
