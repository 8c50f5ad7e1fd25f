'use client';

import { useTranslations } from 'next-intl';
import type { ApiKey } from '#lib/contract/api-key';
import type { ApiKeyState } from '#lib/domain/people/api-key';
import { CircleCheck, CircleOff, Clock, RefreshCw } from '../ui/icons.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status, type Tone } from '../ui/status.tsx';

const looks = {
  active: { tone: 'good', icon: CircleCheck },
  replaced: { tone: 'wait', icon: RefreshCw },
  expired: { tone: 'muted', icon: Clock },
  revoked: { tone: 'muted', icon: CircleOff },
} satisfies Record<ApiKeyState, { tone: Tone; icon: typeof Clock }>;

/** Whether it works, and until or since when. */
export function ApiKeyStatus({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  const { state, expiresAt, revokedAt, revokedBy } = apiKey;
  const when = state === 'revoked' ? revokedAt : expiresAt;
  return (
    <>
      <Status {...looks[state]}>{t(`state.${state}`)}</Status>
      <span className="block text-muted text-sm">
        {when === null
          ? t('when.never')
          : t.rich(`when.${state}`, {
              time: () => <RelativeTime value={when} future />,
              name: revokedBy ?? '',
            })}
      </span>
    </>
  );
}
