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
  /** In a form, which has no search box that shows the text, and no strip to scroll: long values break */
  inForm?: boolean;
}

/** The active filters, each with a way to change or remove it. */
export function ActiveFilters({ onRemoved, inForm = false }: ActiveFiltersProps) {
  const t = useTranslations('list');
  const wordsOf = useFilterWords();
  const { search, change, clear } = useDeviceFilters();
  const words = wordsOf(toDeviceFilter(search)).filter(({ name }) => inForm || name !== 'q');
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
              breaks={inForm}
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
  breaks: boolean;
  onRemove: () => void;
}

/** An active filter: its text opens the editor, the cross removes the filter. */
function FilterChip({ name, label, value, breaks, onRemove }: Props) {
  const t = useTranslations();
  const words = value === null ? label : t('list.chip', { filter: label, value });
  const fit = breaks ? 'text-start wrap-anywhere' : 'max-w-[min(24rem,60vw)] truncate';
  const text = <span className={fit}>{words}</span>;
  return (
    <li
      className={`inline-flex min-h-8 items-center rounded-md bg-accent-soft text-accent ${breaks ? 'min-w-0' : 'shrink-0'}`}
    >
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
