'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import { TextField } from '#components/ui/text-field';
import { changeTags, tagsQuery } from '#lib/client/queries/note-queries';
import { tagBounds } from '#lib/domain/devices/device-tags';
import type { DeviceList } from '../list/use-device-list.ts';

interface Props {
  list: DeviceList;
  onClose: () => void;
}

/** Adds tags to the selected devices, and removes others: all of it at once, or nothing. */
export function BulkTagDialog({ list, onClose }: Props) {
  const t = useTranslations('table.bulk.tags');
  const close = useTranslations('common')('close');
  const { everything, ids } = list.selection;
  const count = Object.keys(ids).length;
  if (everything || count > tagBounds.devices) {
    return (
      <ModalDialog title={t('tooManyTitle')} open onClose={onClose}>
        <p className="mt-2">{t('tooMany', { count: tagBounds.devices })}</p>
        <div className="mt-4 flex justify-end">
          <Button onClick={onClose}>{close}</Button>
        </div>
      </ModalDialog>
    );
  }
  return (
    <ModalDialog title={t('title', { count })} open onClose={onClose}>
      <TagForm list={list} deviceIds={Object.keys(ids)} onClose={onClose} />
    </ModalDialog>
  );
}

function TagForm({ list, deviceIds, onClose }: Props & { deviceIds: string[] }) {
  const t = useTranslations('table.bulk.tags');
  const id = useId();
  const [typed, setTyped] = useState({ add: '', remove: '' });
  const known = useQuery(tagsQuery()).data?.items ?? [];
  const change = useMutation(changeTags(useQueryClient(), deviceIds));
  const add = namesIn(typed.add);
  const remove = namesIn(typed.remove);
  const isEmpty = add.length + remove.length === 0;
  const save = () =>
    change.mutate(
      { add, remove },
      {
        onSuccess: ({ changed }) => {
          list.setNotice(t('done', { count: changed }));
          onClose();
        },
      },
    );
  return (
    <ActionForm
      submit={t('submit')}
      pending={change.isPending}
      failure={<FailureLine error={change.error} />}
      className="mt-3"
      onCancel={onClose}
      onSubmit={save}
    >
      {(['add', 'remove'] as const).map((name) => (
        <TextField
          key={name}
          label={t(name)}
          heading
          note={name === 'add' ? t('note') : t('removeNote')}
          list={`${id}list`}
          value={typed[name]}
          problem={name === 'add' && isEmpty ? t('nothing') : null}
          onChange={(text) => setTyped({ ...typed, [name]: text })}
        />
      ))}
      <datalist id={`${id}list`}>
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </ActionForm>
  );
}

/** What stands between commas. */
function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
