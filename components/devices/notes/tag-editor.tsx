'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { X } from '#components/ui/icons';
import { listHref } from '#lib/client/lists/device-search';
import { changeTags, tagsQuery } from '#lib/client/queries/note-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { tagBounds } from '#lib/domain/devices/device-tags';
import { shownText } from '#lib/domain/text/shown-text';

/** The tags of a device: each leads to all devices that have it. Operators add and remove them in place. */
export function TagEditor({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.tags');
  const denied = useDenied('operator');
  const field = useRef<HTMLInputElement>(null);
  const noteId = useId();
  const change = useMutation(changeTags(useQueryClient(), [device.id]));
  const remove = (name: string) => {
    // The button goes, and its focus would go with it.
    field.current?.focus();
    change.mutate({ remove: [name] });
  };
  if (denied !== null && device.tags.length === 0) return null;
  return (
    <section aria-label={t('title')} className="flex flex-col gap-2 border-line border-b px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <ul aria-label={t('title')} className="contents">
          {device.tags.map((name) => (
            <TagChip key={name} name={name} onRemove={denied === null ? () => remove(name) : null} />
          ))}
        </ul>
        {denied === null && (
          <AddTag
            field={field}
            full={device.tags.length >= tagBounds.each}
            has={device.tags}
            noteId={noteId}
            onAdd={(add) => change.mutate({ add })}
          />
        )}
      </div>
      {denied === null && (
        <p id={noteId} className="text-muted text-sm">
          {t('note')}
        </p>
      )}
      <FailureLine error={change.error} />
    </section>
  );
}

function TagChip({ name, onRemove }: { name: string; onRemove: (() => void) | null }) {
  const t = useTranslations('device.tags');
  const tag = shownText(name);
  return (
    <li className="inline-flex min-h-7 max-w-full items-center rounded-md bg-accent-soft text-accent">
      <Link
        href={listHref({ tag: [name] })}
        prefetch={false}
        title={t('all', { tag })}
        className={`min-w-0 truncate rounded-md ps-2 hover:underline ${onRemove ? 'pe-1' : 'pe-2'}`}
      >
        <GivenText text={name} />
      </Link>
      {onRemove && (
        <button
          type="button"
          aria-label={t('remove', { tag })}
          onClick={onRemove}
          className="inline-flex min-h-7 w-6 shrink-0 items-center justify-center rounded-e-md hover:bg-sunken"
        >
          <X aria-hidden="true" size={13} />
        </button>
      )}
    </li>
  );
}

interface AddTagProps {
  /** The id of what explains tags */
  noteId: string;
  field: React.RefObject<HTMLInputElement | null>;
  full: boolean;
  has: readonly string[];
  onAdd: (names: string[]) => void;
}

/** A field for new tags, with those of other devices as suggestions. A comma separates several. */
function AddTag({ field, full, has, noteId, onAdd }: AddTagProps) {
  const t = useTranslations('device.tags');
  const id = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const known = useQuery({ ...tagsQuery(), enabled: asked }).data?.items ?? [];
  const names = typed.split(',').map((name) => name.trim().slice(0, tagBounds.letters));
  const wanted = names.filter((name) => name !== '');
  if (full) return <span className="text-muted text-sm">{t('full', { count: tagBounds.each })}</span>;
  return (
    <form
      className="flex min-w-40 flex-1 gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted.length === 0) return;
        onAdd(wanted);
        setTyped('');
      }}
    >
      <input
        ref={field}
        aria-label={t('add')}
        aria-describedby={noteId}
        placeholder={t('add')}
        list={`${id}list`}
        value={typed}
        maxLength={tagBounds.letters * 2}
        autoComplete="off"
        enterKeyHint="done"
        onFocus={() => setAsked(true)}
        onChange={({ target }) => setTyped(target.value)}
        className="min-h-7 w-full min-w-0 max-w-56 rounded-md border border-line-strong bg-surface px-2"
      />
      {wanted.length > 0 && <Button type="submit">{t('submit')}</Button>}
      <datalist id={`${id}list`}>
        {known
          .filter(({ name }) => !has.includes(name))
          .map(({ name }) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </form>
  );
}
