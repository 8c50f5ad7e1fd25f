'use client';

import { useTranslations } from 'next-intl';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { useFilterWords } from '../../marks/use-filter-words.ts';

/** A filter in words, one line for each condition. */
export function FilterSummary({ filter }: { filter: DeviceCriteria }) {
  const t = useTranslations();
  const words = useFilterWords()(filter);
  return (
    <div className="rounded-md border border-line bg-canvas px-3 py-2 text-sm">
      <p className="text-muted">{t(words.length === 0 ? 'filters.everyDevice' : 'filters.devicesWith')}</p>
      <ul>
        {words.map(({ name, label, value }) => (
          <li key={name}>{value === null ? label : t('list.chip', { filter: label, value })}</li>
        ))}
      </ul>
    </div>
  );
}
