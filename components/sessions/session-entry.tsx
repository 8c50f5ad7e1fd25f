'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { CircleDot, MonitorSmartphone } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { browserName } from '#lib/client/browser-name';
import { endSession } from '#lib/client/queries/session-queries';
import type { SessionEntry as Entry } from '#lib/contract/session';
import { useErrorText } from '../layout/use-error-text.ts';

/** One signed-in browser, and the button that ends its session. */
export function SessionEntry({ entry, withPerson }: { entry: Entry; withPerson: boolean }) {
  const t = useTranslations('sessions');
  const tRole = useTranslations('role.name');
  const browser = browserName(entry.userAgent) ?? t('unknownBrowser');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <MonitorSmartphone aria-hidden="true" size={18} className="shrink-0 text-muted" />
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <span translate="no" title={entry.userAgent ?? undefined} className="font-medium">
            <GivenText text={withPerson ? (entry.username ?? entry.name) : browser} />
          </span>
          {entry.current && (
            <Status tone="good" icon={CircleDot}>
              {t('current')}
            </Status>
          )}
        </p>
        <p className="text-muted text-sm">
          {withPerson && (
            <>
              {t.rich('personNote', {
                role: tRole(entry.role),
                browser: () => <span translate="no">{browser}</span>,
              })}
              <br />
            </>
          )}
          {t.rich(`times.${entry.method}`, {
            began: () => <RelativeTime value={entry.createdAt} />,
            seen: () => <RelativeTime value={entry.lastSeenAt} />,
            ends: () => <RelativeTime value={entry.expiresAt} future />,
          })}
        </p>
      </div>
      {!entry.current && (
        <EndSession id={entry.id} of={withPerson ? (entry.username ?? entry.name) : browser} />
      )}
    </li>
  );
}

/** Ends a session at once; that browser has to sign in again. */
function EndSession({ id, of }: { id: string; of: string }) {
  const t = useTranslations('sessions');
  const errorText = useErrorText();
  const end = useMutation(endSession(useQueryClient()));
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span role="alert" className="text-bad empty:hidden">
        {end.isError && t('notEnded', { reason: errorText(end.error) })}
      </span>
      <Button aria-label={t('endOf', { of })} disabled={end.isPending} onClick={() => end.mutate(id)}>
        {t('end')}
      </Button>
    </span>
  );
}
