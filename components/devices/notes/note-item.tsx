'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { GivenText } from '#components/marks/given-text';
import { IconButton } from '#components/ui/button';
import { Pencil, Trash2 } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { changeNote, deleteNote } from '#lib/client/queries/note-queries';
import type { DeviceNote } from '#lib/contract/device-tags';
import { shownText } from '#lib/domain/text/shown-text';
import { NoteForm } from './note-form.tsx';

interface Props {
  deviceId: string;
  note: DeviceNote;
  mayWrite: boolean;
  onDeleted: () => void;
}

/** A note with its author and time. Its author may change it in place, its author and admins may delete it. */
export function NoteItem({ deviceId, note, mayWrite, onDeleted }: Props) {
  const t = useTranslations('device.notes');
  const [editing, setEditing] = useState(false);
  const actions = useRef<HTMLSpanElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // Back to where it began
    if (wasEditing.current && !editing) actions.current?.querySelector('button')?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return (
    <li className="px-4 py-2.5">
      <div className="flex min-h-7 items-center gap-2 text-sm">
        <span className="min-w-0 flex-1 text-muted">
          <span className="font-medium text-ink">
            <GivenText text={note.author} />
          </span>
          {' · '}
          <RelativeTime value={note.createdAt} />
          {note.editedAt !== null && (
            <>
              {' · '}
              {t.rich('edited', { time: () => <RelativeTime value={note.editedAt ?? ''} /> })}
            </>
          )}
        </span>
        {mayWrite && !editing && (
          <span ref={actions} className="flex">
            {note.own && <IconButton icon={Pencil} label={t('edit')} onClick={() => setEditing(true)} />}
            {note.deletable && <DeleteNote deviceId={deviceId} id={note.id} onDeleted={onDeleted} />}
          </span>
        )}
      </div>
      {editing ? (
        <EditNote deviceId={deviceId} note={note} onClose={() => setEditing(false)} />
      ) : (
        <p dir="auto" className="wrap-anywhere whitespace-pre-line">
          {note.text.split('\n').map(shownText).join('\n')}
        </p>
      )}
    </li>
  );
}

function EditNote({ deviceId, note, onClose }: Pick<Props, 'deviceId' | 'note'> & { onClose: () => void }) {
  const t = useTranslations('device.notes');
  const change = useMutation(changeNote(useQueryClient(), { deviceId, noteId: note.id }));
  return (
    <div className="pt-1 pb-2">
      <NoteForm
        label={t('edit')}
        submit={t('save')}
        initial={note.text}
        focused
        pending={change.isPending}
        error={change.error}
        onSave={(text) => change.mutate(text, { onSuccess: onClose })}
        onCancel={onClose}
      />
    </div>
  );
}

function DeleteNote({ deviceId, id, onDeleted }: { deviceId: string; id: string; onDeleted: () => void }) {
  const t = useTranslations('device.notes');
  const [open, setOpen] = useState(false);
  const remove = useMutation(deleteNote(useQueryClient(), { deviceId, noteId: id }));
  return (
    <>
      <IconButton icon={Trash2} label={t('delete')} onClick={() => setOpen(true)} />
      {open && (
        <ModalDialog title={t('deleteTitle')} open onClose={() => setOpen(false)}>
          <p className="mt-2">{t('deleteText')}</p>
          <ConfirmForm
            submit={t('delete')}
            danger
            pending={remove.isPending}
            failure={<FailureLine error={remove.error} />}
            onCancel={() => setOpen(false)}
            onConfirm={() =>
              remove.mutate(undefined, {
                onSuccess: () => {
                  setOpen(false);
                  onDeleted();
                },
              })
            }
          />
        </ModalDialog>
      )}
    </>
  );
}
