'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { revokeApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { scopeKeys } from './scope-keys.ts';

interface Props {
  apiKey: ApiKey;
  open: boolean;
  onClose: () => void;
}

/** Says what stops working without the key. */
export function RevokeKeyDialog({ apiKey, open, onClose }: Props) {
  const t = useTranslations('apiKeys.revoke');
  const { id, name, scopes, feed, lastUsedAt } = apiKey;
  const revoke = useMutation({ ...revokeApiKey(useQueryClient(), id), onSuccess: onClose });
  return (
    <ModalDialog title={t('title', { name: shownText(name) })} open={open} onClose={onClose}>
      <ActionForm
        submit={t('submit')}
        danger
        pending={revoke.isPending}
        failure={<FailureLine error={revoke.error} />}
        className="mt-2"
        onCancel={onClose}
        onSubmit={() => revoke.mutate()}
      >
        <p>{t('effect')}</p>
        <ul className="list-disc ps-5">
          {scopes.map((scope) => (
            <li key={scope}>{t(`stops.${scopeKeys[scope]}`, { feed: feed ?? '' })}</li>
          ))}
        </ul>
        <p className="text-muted">
          {lastUsedAt === null
            ? t('neverUsed')
            : t.rich('lastUsed', { time: () => <RelativeTime value={lastUsedAt} /> })}
        </p>
      </ActionForm>
    </ModalDialog>
  );
}
