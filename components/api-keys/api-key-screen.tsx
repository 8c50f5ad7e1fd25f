'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ListScreen } from '#components/layout/list-screen';
import { SettingsNavigation } from '#components/layout/navigation';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { KeyRound, Plus } from '#components/ui/icons';
import { apiKeysQuery } from '#lib/client/queries/api-key-queries';
import { ApiKeyTable } from './api-key-table.tsx';

const CreateKeyDialog = dynamic(() =>
  import('./create-key-dialog.tsx').then(({ CreateKeyDialog: dialog }) => dialog),
);

/** The keys of feeds, scripts and tools. `url`: the address at which they call Tenko. */
export function ApiKeyScreen({ url }: { url: string }) {
  const t = useTranslations('apiKeys');
  const [cursor, setCursor] = useState<string | null>(null);
  // The command palette leads to the open dialog.
  const [creating, setCreating] = useState(useSearchParams().get('ask') === 'create');
  const query = useQuery(apiKeysQuery(cursor));
  const denied = useDenied('admin');
  return (
    <>
      <ListScreen
        title={t('title')}
        help="scope"
        about={t('about')}
        tabs={<SettingsNavigation />}
        aside={
          <Button
            look="primary"
            disabled={denied !== null}
            title={denied ?? undefined}
            onClick={() => setCreating(true)}
          >
            <Plus aria-hidden="true" size={15} />
            {t('create.open')}
          </Button>
        }
        query={query}
        cursor={cursor}
        onGo={async (to) => setCursor(to)}
        empty={<EmptyState icon={KeyRound} title={t('none')} text={t('noneText')} />}
      >
        {({ items }) => <ApiKeyTable keys={items} url={url} isReadOnly={denied !== null} />}
      </ListScreen>
      <CreateKeyDialog url={url} open={creating && denied === null} onClose={() => setCreating(false)} />
    </>
  );
}
