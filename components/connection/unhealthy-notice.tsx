'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ConnectionState } from '#lib/contract/connection';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Notice } from './notice.tsx';

const known = ['permission_missing', 'token_refused'] as const;

export function UnhealthyNotice({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection');
  const { problem, healthSince } = connection;
  const named = known.find((code) => code === problem?.code) ?? 'other';
  return (
    <Notice tone="bad" icon={CloudOff} title={t('unhealthy')}>
      {problem && t(`problem.${named}`, { code: problem.code, detail: problem.detail ?? '' })}{' '}
      {healthSince && t.rich('unhealthySince', { ago: () => <RelativeTime value={healthSince} /> })}
    </Notice>
  );
}
