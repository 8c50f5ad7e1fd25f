'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { RequestFailed } from '#lib/client/call';
import { saveVersionList, type VersionListToSave } from '#lib/client/queries/version-list-queries';
import { BrakeDialog } from '../brake-dialog.tsx';

/**
 * Returns what saves a version list. If that would take access from many devices, `dialog` asks for their number first.
 * `failure`: why the list was not saved, other than that.
 */
export function useSaveVersionList(onSaved: () => void): {
  save: (list: VersionListToSave) => void;
  pending: boolean;
  failure: Error | null;
  dialog: ReactNode;
} {
  const text = useTranslations('versionLists')('confirmText');
  const saving = useMutation(saveVersionList(useQueryClient()));
  const [asked, setAsked] = useState<{ list: VersionListToSave; count: number } | null>(null);

  function save(list: VersionListToSave): void {
    saving.mutate(list, {
      onSuccess: () => {
        setAsked(null);
        onSaved();
      },
      onError: (error) => {
        const count = countToConfirm(error);
        setAsked(count === null ? null : { list, count });
      },
    });
  }
  const failure = countToConfirm(saving.error) === null ? saving.error : null;
  const dialog = asked && (
    <BrakeDialog
      key={asked.count}
      count={asked.count}
      text={text}
      pending={saving.isPending}
      onCancel={() => setAsked(null)}
      onConfirm={() => save({ ...asked.list, confirm: asked.count })}
    />
  );
  return { save, pending: saving.isPending, failure, dialog };
}

function countToConfirm(error: Error | null): number | null {
  const problem = error instanceof RequestFailed ? error.problem : null;
  return problem?.code === 'confirmation_needed' ? (problem.count ?? null) : null;
}
