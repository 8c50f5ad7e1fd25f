'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { useMadeOnce } from '#components/layout/use-made-once';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { SelectField } from '#components/ui/select-box';
import { scopeKeys } from '#lib/client/api-keys/scope-keys';
import { revokeApiKey, rotateApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { KeyShown } from './key-shown.tsx';

interface Props {
  apiKey: ApiKey;
  url: string;
  open: boolean;
  onClose: () => void;
}

/** Asks how long both keys work, then shows the new one. */
export function RotateKeyDialog({ apiKey, url, open, onClose }: Props) {
  const t = useTranslations('apiKeys');
  const { made, error, firm, make, reset } = useMadeOnce(rotateApiKey(useQueryClient(), apiKey.id));
  const { name } = apiKey;
  const close = () => {
    reset();
    onClose();
  };
  const title = made
    ? t('shown.title', { name: shownText(name) })
    : t('rotate.title', { name: shownText(name) });
  return (
    <ModalDialog title={title} open={open} onClose={close} firm={firm}>
      {made ? (
        <KeyShown made={made} url={url} onClose={close} />
      ) : (
        <RotateKeyForm
          pending={firm}
          error={error}
          onCancel={close}
          onRotate={(overlapHours) => make({ overlapHours })}
        />
      )}
    </ModalDialog>
  );
}

const overlaps = ['0', '1', '24', '168'] as const;

interface RotateKeyFormProps {
  pending: boolean;
  error: Error | null;
  onCancel: () => void;
  onRotate: (overlapHours: number) => void;
}

function RotateKeyForm({ pending, error, onCancel, onRotate }: RotateKeyFormProps) {
  const t = useTranslations('apiKeys.rotate');
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]>('24');
  return (
    <ActionForm
      submit={t('submit')}
      pending={pending}
      firm={pending}
      failure={<FailureLine error={error} />}
      className="mt-2"
      onCancel={onCancel}
      onSubmit={() => onRotate(Number(overlap))}
    >
      <p>{t('effect')}</p>
      <SelectField
        label={t('overlap')}
        heading
        note={t('overlapNote')}
        value={overlap}
        choices={overlaps.map((value) => ({ value, label: t('hours', { hours: Number(value) }) }))}
        onChoose={setOverlap}
      />
    </ActionForm>
  );
}

interface RevokeKeyDialogProps {
  apiKey: ApiKey;
  open: boolean;
  onClose: () => void;
}

/** Says what stops working without the key. */
export function RevokeKeyDialog({ apiKey, open, onClose }: RevokeKeyDialogProps) {
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
