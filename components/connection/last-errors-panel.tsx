'use client';

import { useTranslations } from 'next-intl';
import type { FailedCall } from '#lib/contract/connection';
import { Panel } from '../ui/panel.tsx';
import { ErrorEntry } from './error-entry.tsx';

export function LastErrorsPanel({ errors }: { errors: readonly FailedCall[] }) {
  const t = useTranslations('connection.errors');
  return (
    <Panel title={t('title')} flush>
      {errors.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {errors.map((call) => (
            <ErrorEntry key={call.id} call={call} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
