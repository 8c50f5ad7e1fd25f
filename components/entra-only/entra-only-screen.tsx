'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ListScreen, NoMatch } from '#components/layout/list-screen';
import { BackLink } from '#components/layout/page-header';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { Download, MonitorCheck } from '#components/ui/icons';
import { entraOnlySearchParsers } from '#lib/client/lists/entra-only-search';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import { entraOnlyExportPath, entraOnlyListQuery } from '#lib/client/queries/entra-only-queries';
import { useListSearch } from '../layout/use-list-search.ts';
import { EntraOnlyFilters } from './entra-only-filters.tsx';
import { EntraOnlyTable } from './entra-only-table.tsx';

/** The devices that Entra knows and Tenko does not: only to look at. */
export function EntraOnlyScreen() {
  const t = useTranslations('entraOnly');
  const connection = useTranslations('connection');
  const { search, change, clear, narrowed } = useListSearch(entraOnlySearchParsers);
  const wasListed = useQuery(connectionQuery()).data?.entraChanges.finishedAt !== null;
  return (
    <ListScreen
      title={t('title')}
      about={t('about')}
      back={<BackLink href="/connection">{connection('title')}</BackLink>}
      aside={
        <a href={entraOnlyExportPath(search)} download className={buttonClass('plain')}>
          <Download aria-hidden="true" size={15} />
          {t('export')}
        </a>
      }
      filters={<EntraOnlyFilters />}
      query={useQuery(entraOnlyListQuery(search))}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        narrowed ? (
          <NoMatch title={t('noMatch')} text={t('noMatchText')} onClear={clear} />
        ) : (
          <EmptyState
            icon={MonitorCheck}
            title={wasListed ? connection('entraOnly.none') : t('notYet')}
            text={wasListed ? t('noneText') : connection('entraOnly.notYet')}
          />
        )
      }
    >
      {({ items }) => <EntraOnlyTable devices={items} />}
    </ListScreen>
  );
}
