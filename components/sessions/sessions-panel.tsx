'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryError } from '#components/layout/load-error';
import { useRoleNames, useSession } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { CircleDot, MonitorSmartphone, Users } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { Status } from '#components/ui/status';
import { ToggleChip } from '#components/ui/toggle-chip';
import { endSession, sessionsQuery } from '#lib/client/queries/session-queries';
import type { SessionEntry as Entry } from '#lib/contract/session';
import { includeRole } from '#lib/domain/people/scope';
import { useErrorText } from '../layout/use-error-text.ts';

/** The admin's own sessions; admins and auditors can also see everybody's. */
export function SessionsPanel() {
  const t = useTranslations('sessions');
  const roleNames = useRoleNames();
  const { name, roles } = useSession();
  const seesAll = includeRole(roles, 'auditor');
  const [everyone, setEveryone] = useState(false);
  const sessions = useInfiniteQuery(sessionsQuery(everyone ? 'everyone' : 'me'));
  const entries = sessions.data?.pages.flatMap(({ items }) => items);
  return (
    <Panel
      title={t('title')}
      flush
      aside={
        seesAll && (
          <ToggleChip
            icon={Users}
            label={t('everyone')}
            pressed={everyone}
            onToggle={() => setEveryone(!everyone)}
          />
        )
      }
    >
      <p className="border-line border-b px-4 py-2.5 text-muted">
        {t.rich('about', {
          name: () => (
            <span translate="no">
              <GivenText text={name} />
            </span>
          ),
          role: roleNames(roles),
        })}
      </p>
      <QueryError query={sessions} />
      <ul aria-busy={entries === undefined} className="divide-y divide-line">
        {entries === undefined && !sessions.isError && (
          <li className="h-18 px-4 py-3">
            <Skeleton width="50%" />
          </li>
        )}
        {entries?.map((entry) => (
          <SessionEntry key={entry.id} entry={entry} withPerson={everyone} />
        ))}
      </ul>
      {sessions.hasNextPage && (
        <div className="border-line border-t p-2">
          <Button
            look="quiet"
            disabled={sessions.isFetchingNextPage}
            onClick={() => void sessions.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** One signed-in browser, and the button that ends its session. */
function SessionEntry({ entry, withPerson }: { entry: Entry; withPerson: boolean }) {
  const t = useTranslations('sessions');
  const roleNames = useRoleNames();
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
                role: roleNames(entry.roles),
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
      {entry.endable && !entry.current && (
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

const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
  ['curl', /^curl\//],
] as const;
const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** Browser and system by their usual names, so that people recognize their sessions; null: neither is known. */
function browserName(userAgent: string | null): string | null {
  const nameIn = (names: typeof browsers | typeof systems) =>
    names.find(([, pattern]) => pattern.test(userAgent ?? ''))?.[0];
  const found = [nameIn(browsers), nameIn(systems)].filter((name) => name !== undefined);
  return found.length === 0 ? null : found.join(', ');
}
