'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { LoadError } from '#components/layout/load-error';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { createNote, notesQuery } from '#lib/client/queries/note-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { NoteForm } from './note-form.tsx';
import { NoteItem } from './note-item.tsx';
import { TagEditor } from './tag-editor.tsx';

/** What colleagues noted about a device: its tags, and what they wrote. */
export function NotesPanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.notes');
  return (
    <Panel title={t('title')} flush>
      <TagEditor device={device} />
      <Notes deviceId={device.id} />
    </Panel>
  );
}

function Notes({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.notes');
  const more = useTranslations('common')('loadMore');
  const list = useRef<HTMLDivElement>(null);
  const denied = useDenied('operator');
  const notes = useInfiniteQuery(notesQuery(deviceId));
  const items = notes.data?.pages.flatMap((page) => page.items) ?? [];
  if (notes.isError) {
    return (
      <div className="p-4">
        <LoadError error={notes.error} onRetry={() => void notes.refetch()} retrying={notes.isFetching} />
      </div>
    );
  }
  return (
    // Takes the focus of a note that is deleted
    <div ref={list} tabIndex={-1} className="outline-none">
      {denied === null && <NewNote deviceId={deviceId} />}
      {notes.isPending && (
        <div className="p-4">
          <Skeleton />
        </div>
      )}
      {notes.isSuccess && items.length === 0 && <p className="px-4 pb-4 text-muted">{t('none')}</p>}
      {items.length > 0 && (
        <ol aria-label={t('list')} className="divide-y divide-line border-line border-t">
          {items.map((item) => (
            <NoteItem
              key={item.id}
              deviceId={deviceId}
              note={item}
              mayWrite={denied === null}
              onDeleted={() => list.current?.focus()}
            />
          ))}
        </ol>
      )}
      {notes.hasNextPage && (
        <div className="border-line border-t p-3 text-center">
          <Button disabled={notes.isFetchingNextPage} onClick={() => void notes.fetchNextPage()}>
            {more}
          </Button>
        </div>
      )}
    </div>
  );
}

function NewNote({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.notes');
  const create = useMutation(createNote(useQueryClient(), deviceId));
  return (
    <div className="p-4 pt-3">
      <NoteForm
        // A note that is saved leaves an empty field.
        key={create.data?.id ?? 'first'}
        label={t('add')}
        submit={t('save')}
        initial=""
        focused={create.isSuccess}
        pending={create.isPending}
        error={create.error}
        onSave={(text) => create.mutate(text)}
      />
    </div>
  );
}
