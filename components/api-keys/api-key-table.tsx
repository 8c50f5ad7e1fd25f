'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GivenText } from '#components/marks/given-text';
import type { ApiKey } from '#lib/contract/api-key';
import type { ApiKeyState } from '#lib/domain/people/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { CircleCheck, CircleOff, Clock, RefreshCw } from '../ui/icons.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status, type Tone } from '../ui/status.tsx';
import { ApiKeyActions } from './api-key-actions.tsx';

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

/** What it is called, and the part of it that may be seen. */
function ApiKeyName({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  const { name, prefix, managed } = apiKey;
  return (
    <>
      <span className="font-medium">
        <GivenText text={name} />
      </span>
      {prefix !== null && <code className="block font-mono text-muted text-sm">{prefix}_…</code>}
      {prefix === null && !managed && <span className="block text-muted text-sm">{t('noPrefix')}</span>}
      {managed && <span className="block text-muted text-sm">{t.rich('managed', { code: codeOf })}</span>}
    </>
  );
}

const codeOf = () => <code className="font-mono">TENKO_BOOTSTRAP_API_KEY</code>;

const apiKeyStatusLooks = {
  active: { tone: 'good', icon: CircleCheck },
  replaced: { tone: 'wait', icon: RefreshCw },
  expired: { tone: 'muted', icon: Clock },
  revoked: { tone: 'muted', icon: CircleOff },
} satisfies Record<ApiKeyState, { tone: Tone; icon: typeof Clock }>;

/** Whether it works, and until or since when. */
function ApiKeyStatus({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  const { state, expiresAt, revokedAt, revokedBy } = apiKey;
  const when = state === 'revoked' ? revokedAt : expiresAt;
  return (
    <>
      <Status {...apiKeyStatusLooks[state]}>{t(`state.${state}`)}</Status>
      <span className="block text-muted text-sm">
        {when === null
          ? t('when.never')
          : t.rich(`when.${state}`, {
              time: () => <RelativeTime value={when} future />,
              name: revokedBy ?? '',
            })}
      </span>
    </>
  );
}
