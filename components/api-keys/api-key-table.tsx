'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Column, DataTable } from '#components/layout/data-table';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { CircleCheck, CircleOff, Clock, RefreshCw } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import type { ApiKey } from '#lib/contract/api-key';
import type { ApiKeyState } from '#lib/domain/people/api-key';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  keys: ApiKey[];
  /** The address at which the keys call Tenko */
  url: string;
  isReadOnly: boolean;
}

export function ApiKeyTable({ keys, url, isReadOnly }: Props) {
  const t = useTranslations('apiKeys');
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[22%]',
      className: 'sheet-first',
      cell: (key) => <ApiKeyName apiKey={key} />,
    },
    {
      id: 'scopes',
      head: t('column.scopes'),
      width: 'w-[22%]',
      className: 'sheet-first',
      cell: (key) => <ApiKeyScopes apiKey={key} />,
    },
    {
      id: 'created',
      head: t('column.created'),
      width: 'w-[13%]',
      label: t('column.created'),
      cell: (key) => <ApiKeyCreated apiKey={key} />,
    },
    {
      id: 'lastUsed',
      head: t('column.lastUsed'),
      width: 'w-[12%]',
      label: t('column.lastUsed'),
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? (
          <span className="text-muted">{t('neverUsed')}</span>
        ) : (
          <RelativeTime value={lastUsedAt} />
        ),
    },
    {
      id: 'state',
      head: t('column.state'),
      width: 'w-[15%]',
      className: 'sheet-first',
      cell: (key) => <ApiKeyStatus apiKey={key} />,
    },
    {
      id: 'actions',
      head: <span className="sr-only">{t('column.actions')}</span>,
      width: 'w-[16%]',
      className: 'sheet-first',
      cell: (key) => <ApiKeyActions apiKey={key} url={url} />,
    },
  ];
  const shown = isReadOnly ? columns.filter(({ id }) => id !== 'actions') : columns;
  return <DataTable name={t('title')} columns={shown} rows={keys} keyOf={({ id }) => id} />;
}

function ApiKeyScopes({ apiKey: { scopes, feed } }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  return (
    <>
      <ul className="flex flex-wrap gap-1">
        {scopes.map((scope) => (
          <li key={scope} className="rounded-md bg-sunken px-1.5 font-mono text-sm" translate="no">
            {scope}
          </li>
        ))}
      </ul>
      {feed !== null && <span className="text-muted text-sm">{t('ofFeed', { feed: shownText(feed) })}</span>}
    </>
  );
}

function ApiKeyCreated({ apiKey: { createdAt, createdBy } }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  return (
    <>
      <RelativeTime value={createdAt} />
      {createdBy !== null && (
        <span className="block text-muted text-sm">{t('by', { name: shownText(createdBy) })}</span>
      )}
    </>
  );
}

/** The key's name, and the part of the key that is not secret. */
function ApiKeyName({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  const { id, name, prefix, managed } = apiKey;
  return (
    <>
      <span id={id} className="scroll-mt-4 font-medium">
        <GivenText text={name} />
      </span>
      {prefix !== null && <code className="block font-mono text-muted text-sm">{prefix}_…</code>}
      {prefix === null && !managed && <span className="block text-muted text-sm">{t('noPrefix')}</span>}
      {managed && <span className="block text-muted text-sm">{t.rich('managed', { code: codeOf })}</span>}
    </>
  );
}

const codeOf = () => <code className="font-mono">TENKO_BOOTSTRAP_API_KEY</code>;

const apiKeyStateLooks = {
  active: { tone: 'good', icon: CircleCheck },
  replaced: { tone: 'wait', icon: RefreshCw },
  expired: { tone: 'muted', icon: Clock },
  revoked: { tone: 'muted', icon: CircleOff },
} as const satisfies Record<ApiKeyState, StatusLook>;

const StateStatus = statusBadge(apiKeyStateLooks, () => useTranslations('apiKeys.state'));

/** Whether the key works, and until or since when. */
function ApiKeyStatus({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  const { state, expiresAt, revokedAt, revokedBy } = apiKey;
  const when = state === 'revoked' ? revokedAt : expiresAt;
  return (
    <>
      <StateStatus value={state} />
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

const RotateKeyDialog = dynamic(() =>
  import('./key-change-dialogs.tsx').then(({ RotateKeyDialog: dialog }) => dialog),
);
const RevokeKeyDialog = dynamic(() =>
  import('./key-change-dialogs.tsx').then(({ RevokeKeyDialog: dialog }) => dialog),
);

/** Rotate and revoke. Neither for a key that has ended, or that comes from the environment. */
function ApiKeyActions({ apiKey, url }: { apiKey: ApiKey; url: string }) {
  const t = useTranslations('apiKeys');
  const [open, setOpen] = useState<'rotate' | 'revoke' | null>(null);
  const { name, state, managed } = apiKey;
  // The dialogs load on first use and then stay: a dialog that is removed cannot return the focus.
  const [known, setKnown] = useState(false);
  const ask = (what: 'rotate' | 'revoke') => {
    setKnown(true);
    setOpen(what);
  };
  const close = () => setOpen(null);
  if (managed) return null;
  return (
    <div className="-my-1 flex flex-wrap gap-1 max-[56rem]:-ms-3 min-[56rem]:justify-end">
      {state === 'active' && (
        <Button
          look="quiet"
          aria-label={t('rotate.of', { name: shownText(name) })}
          onClick={() => ask('rotate')}
        >
          {t('rotate.open')}
        </Button>
      )}
      {(state === 'active' || state === 'replaced') && (
        <Button
          look="quiet"
          aria-label={t('revoke.of', { name: shownText(name) })}
          onClick={() => ask('revoke')}
        >
          {t('revoke.open')}
        </Button>
      )}
      {known && <RotateKeyDialog apiKey={apiKey} url={url} open={open === 'rotate'} onClose={close} />}
      {known && <RevokeKeyDialog apiKey={apiKey} open={open === 'revoke'} onClose={close} />}
    </div>
  );
}
