'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Trash2 } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { deleteVersionList } from '#lib/client/queries/version-list-queries';
import type { VersionListItem } from '#lib/contract/version-list';
import { shownText } from '#lib/domain/text/shown-text';

/** Deletes a list that no policy looks at; otherwise the button says why not. */
export function DeleteVersionList({ list }: { list: VersionListItem }) {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies.detail');
  const denied = useDenied('admin');
  const [open, setOpen] = useState(false);
  const why = denied ?? (list.usedBy.length > 0 ? t('inUse') : null);
  return (
    <>
      <Button disabled={why !== null} title={why ?? undefined} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden="true" size={14} />
        {policies('delete')}
      </Button>
      {open && <DeleteDialog list={list} onClose={() => setOpen(false)} />}
    </>
  );
}

function DeleteDialog({ list: { id, name }, onClose }: { list: VersionListItem; onClose: () => void }) {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies.detail');
  const router = useRouter();
  const remove = useMutation(deleteVersionList(useQueryClient(), id));
  return (
    <ModalDialog title={policies('deleteTitle', { name: shownText(name) })} open onClose={onClose}>
      <p className="mt-2">{t('deleteText')}</p>
      <ConfirmForm
        submit={t('deleteSubmit')}
        danger
        pending={remove.isPending}
        failure={<FailureLine error={remove.error} />}
        onCancel={onClose}
        onConfirm={() =>
          remove.mutate(undefined, { onSuccess: () => router.push('/policies/version-lists') })
        }
      />
    </ModalDialog>
  );
}
