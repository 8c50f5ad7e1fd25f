'use client';

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import { conditionsOf, holdingConditions } from '#lib/domain/azure/connection-condition';
import { useClock } from '../ui/clock.tsx';
import { ConditionNotice } from './condition-notice.tsx';

/** What keeps reports from Microsoft for all devices; nothing where all is well, or where the page itself says it. */
export function ConnectionNotices() {
  const { data } = useQuery(connectionQuery());
  const now = useClock();
  const isSaidBelow = usePathname() === '/connection';
  if (!data || isSaidBelow) return null;
  const conditions = conditionsOf(data, now);
  const holding = holdingConditions.filter((condition) => conditions.includes(condition));
  return holding.map((condition, index) => (
    <ConditionNotice key={condition} connection={data} condition={condition} full={index === 0} />
  ));
}
