'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Disclosure } from '#components/ui/disclosure';
import { X } from '#components/ui/icons';
import { type FilterName, isFiltered, toDeviceFilter } from '#lib/client/lists/device-search';
import { useFilterWords } from '../../marks/use-filter-words.ts';
import { useDeviceFilters } from './use-device-search.ts';

interface ActiveFiltersProps {
  /** Takes the focus of the removed button */
  onRemoved: () => void;
  /** Where no search box shows the text that is searched for */
  withSearch?: boolean;
}

/** The active filters, each with a way to change or remove it. */
export function ActiveFilters({ onRemoved, withSearch = false }: ActiveFiltersProps) {
  const t = useTranslations('list');
  const wordsOf = useFilterWords();
  const { search, change, clear } = useDeviceFilters();
  const words = wordsOf(toDeviceFilter(search)).filter(({ name }) => withSearch || name !== 'q');
  return (
    <>
      {words.length > 0 && (
        <ul aria-label={t('active')} className="contents">
          {words.map(({ name, label, value }) => (
            <FilterChip
              key={name}
              name={name}
              label={label}
              value={value}
              onRemove={() => {
                onRemoved();
                void change({ [name]: null });
              }}
            />
          ))}
        </ul>
      )}
      {isFiltered(search) && (
        <button
          type="button"
          onClick={() => {
            onRemoved();
            void clear();
          }}
          className="min-h-8 shrink-0 rounded-md px-2 text-muted underline underline-offset-2 hover:text-ink"
        >
          {t('clearAll')}
        </button>
      )}
    </>
  );
}

const FilterEditor = dynamic(() => import('./filter-editor.tsx').then((module) => module.FilterEditor));

interface Props {
  name: FilterName | 'q';
  label: string;
  value: string | null;
  onRemove: () => void;
}

/** An active filter: its text opens the editor, the cross removes the filter. */
function FilterChip({ name, label, value, onRemove }: Props) {
  const t = useTranslations();
  const words = value === null ? label : t('list.chip', { filter: label, value });
  const text = <span className="max-w-[min(24rem,60vw)] truncate">{words}</span>;
  return (
    <li className="inline-flex min-h-8 shrink-0 items-center rounded-md bg-accent-soft text-accent">
      {value !== null && name !== 'q' ? (
        <Disclosure
          trigger={text}
          label={t('filters.change', { filter: words })}
          triggerClass="inline-flex min-h-8 items-center rounded-s-md ps-2.5 pe-1 hover:underline"
        >
          {() => <FilterEditor name={name} />}
        </Disclosure>
      ) : (
        <span className="inline-flex ps-2.5 pe-1">{text}</span>
      )}
      <button
        type="button"
        onClick={onRemove}
        aria-label={
          value === null
            ? t('filters.remove', { filter: label })
            : t('list.removeChip', { filter: label, value })
        }
        className="inline-flex min-h-8 w-7 items-center justify-center rounded-e-md hover:bg-sunken"
      >
        <X aria-hidden="true" size={14} />
      </button>
    </li>
  );
}
