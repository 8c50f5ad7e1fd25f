'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { RelativeTime } from '../ui/relative-time.tsx';
import { ApiKeyActions } from './api-key-actions.tsx';
import { ApiKeyName } from './api-key-name.tsx';
import { ApiKeyStatus } from './api-key-status.tsx';

interface Column {
  id: 'name' | 'scopes' | 'created' | 'lastUsed' | 'state';
  width: string;
  cell: (key: ApiKey) => ReactNode;
  phone?: string;
  /** Names the value where rows are cards */
  labelled?: boolean;
}

/** `url`: where the keys are used. */
export function ApiKeyTable({ keys, url }: { keys: ApiKey[]; url: string }) {
  const t = useTranslations('apiKeys');
  const columns: Column[] = [
    { id: 'name', width: 'w-[22%]', phone: 'sheet-first', cell: (key) => <ApiKeyName apiKey={key} /> },
    { id: 'scopes', width: 'w-[22%]', phone: 'sheet-first', cell: scopesOf },
    { id: 'created', width: 'w-[13%]', labelled: true, cell: createdOf },
    { id: 'lastUsed', width: 'w-[12%]', labelled: true, cell: lastUsedOf },
    { id: 'state', width: 'w-[15%]', phone: 'sheet-first', cell: (key) => <ApiKeyStatus apiKey={key} /> },
  ];

  function scopesOf({ scopes, feed }: ApiKey) {
    return (
      <>
        <ul className="flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <li key={scope} className="rounded-md bg-sunken px-1.5 font-mono text-sm" translate="no">
              {scope}
            </li>
          ))}
        </ul>
        {feed !== null && (
          <span className="text-muted text-sm">{t('ofFeed', { feed: shownText(feed) })}</span>
        )}
      </>
    );
  }
  function createdOf({ createdAt, createdBy }: ApiKey) {
    return (
      <>
        <RelativeTime value={createdAt} />
        {createdBy !== null && (
          <span className="block text-muted text-sm">{t('by', { name: shownText(createdBy) })}</span>
        )}
      </>
    );
  }
  function lastUsedOf({ lastUsedAt }: ApiKey) {
    if (lastUsedAt === null) return <span className="text-muted">{t('neverUsed')}</span>;
    return <RelativeTime value={lastUsedAt} />;
  }

  return (
    // Explicit roles: rows that are laid out anew on a phone must stay a table for those who hear it.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table role="table" aria-label={t('title')} className="sheet min-[56rem]:table-fixed">
      <thead>
        <tr>
          {columns.map(({ id, width }) => (
            <th key={id} scope="col" className={width}>
              {t(`column.${id}`)}
            </th>
          ))}
          <th scope="col" className="w-[16%]">
            <span className="sr-only">{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={key.id} role="row">
            {columns.map(({ id, cell, phone, labelled }) => (
              // biome-ignore lint/a11y/noRedundantRoles: as above
              <td key={id} role="cell" className={phone} data-label={labelled && t(`column.${id}`)}>
                {cell(key)}
              </td>
            ))}
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <td role="cell" className="sheet-first">
              <ApiKeyActions apiKey={key} url={url} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
