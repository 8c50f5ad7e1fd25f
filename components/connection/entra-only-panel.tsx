'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { FoldingPanel } from '#components/ui/folding-panel';
import { RelativeTime } from '#components/ui/relative-time';
import type { ConnectionState } from '#lib/contract/connection';
import { staleAfterDays } from '#lib/domain/azure/entra-only';
import { useSystemName } from '../marks/use-system-name.ts';
import { Fact } from './fact.tsx';

const list = '/connection/entra-only';

/** How many devices Entra knows and Tenko does not, by system. */
export function EntraOnlyPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.entraOnly');
  const nameOf = useSystemName();
  const format = useFormatter();
  const { entraOnly, entraChanges } = connection;
  const { countedAt, systems } = entraOnly;
  const isKnown = countedAt !== null && entraChanges.finishedAt !== null;
  return (
    <FoldingPanel
      title={t('title')}
      aside={
        systems.length > 0 && (
          <Link href={list} className="rounded-md text-accent text-sm hover:underline">
            {t('list')}
          </Link>
        )
      }
    >
      <p className="px-4 pt-3 pb-1 text-muted text-sm">{t('about')}</p>
      {systems.length > 0 && (
        <dl className="facts px-4 pb-1">
          {systems.map(({ os, count, stale }) => (
            <Fact key={os} name={nameOf(os)}>
              <span className="flex flex-wrap gap-x-3">
                <Link href={`${list}?os=${os}`} className="rounded-md text-accent hover:underline">
                  {format.number(count)}
                </Link>
                {stale > 0 && (
                  <span className="text-muted">{t('stale', { count: stale, days: staleAfterDays })}</span>
                )}
              </span>
            </Fact>
          ))}
        </dl>
      )}
      <p className="px-4 pb-3 text-muted text-sm">
        {!isKnown && t('notYet')}
        {isKnown && systems.length === 0 && `${t('none')} `}
        {isKnown && t.rich('counted', { ago: () => <RelativeTime value={countedAt} /> })}
      </p>
    </FoldingPanel>
  );
}
