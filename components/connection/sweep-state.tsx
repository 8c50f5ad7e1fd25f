'use client';

import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { RelativeTime } from '../ui/relative-time.tsx';

interface Props {
  name: 'resync' | 'readBack';
  walk: ConnectionState['resync'];
}

/** How far a walk over all devices has got. */
export function WalkState({ name, walk }: Props) {
  const t = useTranslations('connection.background');
  if (walk === null) return t(`${name}Never`);
  const { startedAt, finishedAt, by, reached } = walk;
  const facts = {
    by: by ?? t('byMicrosoft'),
    ago: () => <RelativeTime value={finishedAt ?? startedAt} />,
  };
  return (
    <>
      {finishedAt === null ? t.rich(`${name}Running`, facts) : t.rich(`${name}Finished`, facts)}
      <span className="block text-muted">{t('reached', { count: reached })}</span>
    </>
  );
}
