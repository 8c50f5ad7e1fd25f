'use client';

import { useTranslations } from 'next-intl';
import type { AuditEvent } from '#lib/contract/audit-event';
import { ShieldX } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';
import { useActionName } from './use-action-name.ts';

/** What was done, with its code; a refusal stands out. */
export function AuditAction({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit');
  const nameOf = useActionName();
  const { action, outcome, count, details } = event;
  const reason = typeof details.code === 'string' ? details.code : null;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <span className="font-medium">{nameOf(action)}</span>
      {outcome === 'refused' && (
        <Status tone="bad" icon={ShieldX}>
          {count > 1 || details.since !== undefined ? t('refusedAgain', { count }) : t('outcome.refused')}
        </Status>
      )}
      <code className="font-mono text-muted text-xs">
        {outcome === 'refused' && reason !== null ? `${action} · ${reason}` : action}
      </code>
    </span>
  );
}
