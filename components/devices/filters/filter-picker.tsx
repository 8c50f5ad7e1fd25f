'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { type FilterName, filterNames } from '#lib/client/lists/device-search';

/** Stable, so that it is called once: when the field appears. */
const takeFocus = (input: HTMLInputElement | null) => input?.focus();

/** Every filter by its plain name and what it is about; typing narrows, arrows move, Enter takes the first. */
export function FilterPicker({ onPick }: { onPick: (name: FilterName) => void }) {
  const t = useTranslations('filters');
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const found = filterNames.filter((name) =>
    `${t(`name.${name}`)} ${t(`about.${name}`)}`.toLowerCase().includes(wanted),
  );
  return (
    <form
      className="sm:w-80"
      onKeyDown={moveByArrows}
      onSubmit={(event) => {
        event.preventDefault();
        if (found[0]) onPick(found[0]);
      }}
    >
      <input
        ref={takeFocus}
        type="search"
        aria-label={t('find')}
        placeholder={t('find')}
        value={typed}
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
        className="mb-1 min-h-8 w-full rounded-md border border-line-strong bg-surface px-2 placeholder:text-muted"
      />
      <ul aria-label={t('add')}>
        {found.map((name) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onPick(name)}
              className="block w-full rounded-md px-2 py-1 text-start hover:bg-accent-soft"
            >
              <span className="block font-medium">{t(`name.${name}`)}</span>
              <span className="block text-muted text-xs">{t(`about.${name}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="px-2 py-1 text-muted empty:hidden">
        {found.length === 0 && t('noSuchFilter')}
      </p>
    </form>
  );
}

function moveByArrows(event: KeyboardEvent<HTMLFormElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const places = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
  const next = places.indexOf(document.activeElement as HTMLElement) + step;
  places[Math.min(Math.max(next, 0), places.length - 1)]?.focus();
}
