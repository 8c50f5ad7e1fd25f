'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { ChevronLeft } from '#components/ui/icons';
import { type FilterName, filterNames, isFlagFilter } from '#lib/client/lists/device-search';
import { FilterEditor } from './filter-editor.tsx';
import { useDeviceFilters } from './use-device-search.ts';

/** First asks for the filter, then for its values. A filter without values is set at once. */
export function AddFilterPanel({ onDone }: { onDone: () => void }) {
  const t = useTranslations('filters');
  const { change } = useDeviceFilters();
  const [name, setName] = useState<FilterName | null>(null);
  if (name === null) {
    return (
      <FilterPicker
        onPick={(picked) => {
          if (!isFlagFilter(picked)) return setName(picked);
          void change({ [picked]: true });
          onDone();
        }}
      />
    );
  }
  return (
    <>
      <button
        type="button"
        onClick={() => setName(null)}
        className="mb-1 flex min-h-8 items-center gap-1 rounded-md ps-1 pe-2 text-muted hover:bg-sunken hover:text-ink"
      >
        <ChevronLeft aria-hidden="true" size={15} />
        {t('allFilters')}
      </button>
      <FilterEditor name={name} />
    </>
  );
}

/** A stable function, so that React calls it only when the field appears. */
const focusField = (input: HTMLInputElement | null) => input?.focus();

/** All filters with an explanation. Typing filters the list, arrows move, Enter picks the first. */
function FilterPicker({ onPick }: { onPick: (name: FilterName) => void }) {
  const t = useTranslations('filters');
  const { search } = useDeviceFilters();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  // How far a policy has come is only asked of policies that are chosen.
  const offered = filterNames.filter((name) => name !== 'policyAction' || search.policy.length > 0);
  const found = offered.filter((name) =>
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
        ref={focusField}
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
