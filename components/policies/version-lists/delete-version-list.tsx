'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeleteDialog } from '#components/layout/delete-dialog';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Trash2 } from '#components/ui/icons';
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
      {open && <DeleteListDialog list={list} onClose={() => setOpen(false)} />}
    </>
  );
}

function DeleteListDialog({ list: { id, name }, onClose }: { list: VersionListItem; onClose: () => void }) {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies.detail');
  const remove = useMutation(deleteVersionList(useQueryClient(), id));
  return (
    <DeleteDialog
      title={policies('deleteTitle', { name: shownText(name) })}
      submit={t('deleteSubmit')}
      remove={remove}
      listPath="/policies/version-lists"
      onClose={onClose}
    >
      <p className="mt-2">{t('deleteText')}</p>
    </DeleteDialog>
  );
}
