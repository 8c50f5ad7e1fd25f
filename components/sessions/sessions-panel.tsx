'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryError } from '#components/layout/load-error';
import { useRole, useSession } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { Users } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { ToggleChip } from '#components/ui/toggle-chip';
import { sessionsQuery } from '#lib/client/queries/session-queries';
import { SessionEntry } from './session-entry.tsx';

/** The admin's own sessions; admins can also see everybody's. */
export function SessionsPanel() {
  const t = useTranslations('sessions');
  const tRole = useTranslations('role.name');
  const isAdmin = useRole() === 'admin';
  const { name, role } = useSession();
  const [everyone, setEveryone] = useState(false);
  const sessions = useInfiniteQuery(sessionsQuery(everyone ? 'everyone' : 'me'));
  const entries = sessions.data?.pages.flatMap(({ items }) => items);
  return (
    <Panel
      title={t('title')}
      flush
      aside={
        isAdmin && (
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
          role: tRole(role),
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
