'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { Search } from '#components/ui/icons';
import { searchBounds } from '#lib/domain/devices/search-text';
import { useModal } from '../../ui/use-modal.ts';

interface Props {
  typed: string;
  onType: (typed: string) => void;
  onClose: () => void;
  /** What makes a combobox of the field, once there is something to choose from */
  field?: ComponentProps<'input'>;
  children?: ReactNode;
}

/** The window of the command palette and its field: there at once, so that what is typed before its code has come counts. */
export function PaletteFrame({ typed, onType, onClose, field, children }: Props) {
  const t = useTranslations('shell.palette');
  const dialog = useModal(true, onClose);
  return (
    <dialog
      ref={dialog}
      aria-label={t('title')}
      closedby="any"
      className="mx-auto mt-[12dvh] mb-auto w-[min(40rem,calc(100vw-1.5rem))] overflow-hidden rounded-lg border border-line bg-surface p-0 text-ink shadow-2xl backdrop:bg-black/40 max-sm:mt-2"
    >
      <div className="flex items-center gap-2 border-line border-b px-4">
        <Search aria-hidden="true" size={16} className="shrink-0 text-muted" />
        <input
          role="combobox"
          aria-label={t('title')}
          aria-expanded={false}
          aria-autocomplete="list"
          placeholder={t('hint')}
          value={typed}
          maxLength={searchBounds.letters}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onType(target.value)}
          className="h-12 w-full min-w-0 bg-transparent text-lg outline-none placeholder:text-muted"
          {...field}
        />
      </div>
      {children}
    </dialog>
  );
}
