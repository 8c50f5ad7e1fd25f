'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiKeysQuery } from '#lib/client/queries/api-key-queries';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Pager } from '../layout/pager.tsx';
import { SettingsNavigation } from '../layout/settings-navigation.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { KeyRound, Plus } from '../ui/icons.tsx';
import { ApiKeyTable } from './api-key-table.tsx';

const CreateKeyDialog = dynamic(() =>
  import('./create-key-dialog.tsx').then(({ CreateKeyDialog: dialog }) => dialog),
);

/** The keys of feeds, scripts and tools. `url`: where they reach Tenko. */
export function ApiKeyScreen({ url }: { url: string }) {
  const t = useTranslations('apiKeys');
  const [cursor, setCursor] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = useQuery(apiKeysQuery(cursor));
  return (
    <div className="flex flex-col gap-3">
      <PageTitle page={t('title')} />
      <SettingsNavigation />
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="font-semibold text-xl">{t('title')}</h1>
          <p className="max-w-prose text-muted">{t('about')}</p>
        </div>
        <Button look="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden="true" size={15} />
          {t('create.open')}
        </Button>
      </header>
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          {!data && <ListSkeleton />}
          {data && (data.items.length > 0 ? <ApiKeyTable keys={data.items} url={url} /> : <NoApiKeys />)}
        </div>
      )}
      {data && (
        <Pager
          cursor={cursor}
          nextCursor={data.nextCursor}
          loading={isPlaceholderData}
          onGo={async (to) => setCursor(to)}
        />
      )}
      <CreateKeyDialog url={url} open={creating} onClose={() => setCreating(false)} />
    </div>
  );
}

function NoApiKeys() {
  const t = useTranslations('apiKeys');
  return <EmptyState icon={KeyRound} title={t('none')} text={t('noneText')} />;
}
