'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useId } from 'react';
import { dayOf, startOfDay } from '#lib/client/start-of-day';
import { durationMs } from '#lib/domain/text/age';
import { useAgeText } from '../../marks/use-filter-words.ts';
import { useDeviceSearch } from './use-device-search.ts';

const presets = ['P1D', 'P7D', 'P30D', 'P90D'];

/** Longer ago than some days, which moves along with time, or before a day. */
export function AgeEditor({ name }: { name: 'lastCheckInBefore' | 'lastReportedBefore' }) {
  const t = useTranslations('filters');
  const timeZone = useTimeZone() ?? 'UTC';
  const id = useId();
  const ageText = useAgeText();
  const { search, change } = useDeviceSearch();
  const value = search[name];
  const isDay = value !== null && durationMs(value) === null;
  const durations = value === null || isDay || presets.includes(value) ? presets : [...presets, value];
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{t(`name.${name}`)}</legend>
      {durations.map((duration) => (
        <label
          key={duration}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 hover:bg-accent-soft"
        >
          <input
            type="radio"
            name={id}
            checked={value === duration}
            onChange={() => change({ [name]: duration })}
            className="size-4 shrink-0 accent-accent"
          />
          {ageText(duration)}
        </label>
      ))}
      <label className="flex min-h-8 items-center gap-2 px-2 py-1">
        {t('beforeDay')}
        <input
          type="date"
          value={isDay ? dayOf(value, timeZone) : ''}
          min="1970-01-02"
          max="9998-12-31"
          onChange={({ target }) => {
            const start = startOfDay(target.value, timeZone);
            if (start !== null) void change({ [name]: start });
          }}
          className="min-h-8 rounded-md border border-line-strong bg-surface px-2"
        />
      </label>
    </fieldset>
  );
}
