'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { revokeApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { scopeKeys } from './scope-keys.ts';

interface Props {
  apiKey: ApiKey;
  open: boolean;
  onClose: () => void;
}

/** Names what stops when the key does. */
export function RevokeKeyDialog({ apiKey, open, onClose }: Props) {
  const t = useTranslations('apiKeys.revoke');
  const cancel = useTranslations('common')('cancel');
  const errorText = useErrorText();
  const { id, name, scopes, feed, lastUsedAt } = apiKey;
  const revoke = useMutation({ ...revokeApiKey(useQueryClient(), id), onSuccess: onClose });
  return (
    <ModalDialog title={t('title', { name: shownText(name) })} open={open} onClose={onClose}>
      <p className="mt-2">{t('effect')}</p>
      <ul className="mt-2 list-disc ps-5">
        {scopes.map((scope) => (
          <li key={scope}>{t(`stops.${scopeKeys[scope]}`, { feed: feed ?? '' })}</li>
        ))}
      </ul>
      <p className="mt-2 text-muted">
        {lastUsedAt === null
          ? t('neverUsed')
          : t.rich('lastUsed', { time: () => <RelativeTime value={lastUsedAt} /> })}
      </p>
      <p role="alert" className="mt-2 text-bad empty:hidden">
        {revoke.isError && errorText(revoke.error)}
      </p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{cancel}</Button>
        <Button look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('submit')}
        </Button>
      </div>
    </ModalDialog>
  );
}
