'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { useId } from 'react';
import { CheckLine, CheckList } from '#components/ui/check-list';
import { FocusFirst } from '#components/ui/focus-first';
import {
  type ChoiceFilter,
  type FilterName,
  filterChoices,
  toDeviceFilter,
} from '#lib/client/lists/device-search';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { durationMs } from '#lib/domain/text/age';
import { dayOf, startOfDay } from '#lib/domain/text/zoned-time';
import { useAgeText, useChoiceLabel } from '../../marks/use-filter-words.ts';
import { FeedEditor, PolicyEditor, TagEditor, TraitEditor, ValuesEditor } from './name-editors.tsx';
import { useDeviceFilters } from './use-device-search.ts';

/** Edits the values of one filter; each change applies at once. The first choice takes the focus. */
export function FilterEditor({ name }: { name: FilterName }) {
  const t = useTranslations('filters');
  return (
    <FocusFirst className="sm:w-80">
      <p className="px-2 pt-1 font-semibold">{t(`name.${name}`)}</p>
      <p className="px-2 pb-1 text-muted text-xs">{t(`about.${name}`)}</p>
      {editorOf(name)}
    </FocusFirst>
  );
}

function editorOf(name: FilterName) {
  switch (name) {
    case 'verdict':
    case 'azureComplianceStatus':
    case 'clientStatusCode':
    case 'os':
    case 'managementState':
    case 'access':
    case 'channel':
    case 'entraProblem':
    case 'ownership':
    case 'encrypted':
    case 'action':
    case 'policyAction':
      return <ChoiceEditor name={name} />;
    case 'feed':
      return <FeedEditor />;
    case 'policy':
      return <PolicyEditor />;
    case 'id':
      return <ValuesEditor />;
    case 'tag':
      return <TagEditor />;
    case 'osVersion':
    case 'model':
    case 'failureCode':
      return <TraitEditor name={name} />;
    case 'lastCheckInBefore':
    case 'lastReportedBefore':
      return <AgeEditor name={name} />;
    case 'drift':
    case 'entraDisagrees':
    case 'neverReported':
    case 'userHasToAct':
    case 'azureIdTaken':
    case 'missing':
    case 'restored':
      return null;
  }
}

/** Check boxes for the known values of a filter, each with the number of devices it would show. */
function ChoiceEditor({ name }: { name: ChoiceFilter }) {
  const t = useTranslations();
  const format = useFormatter();
  const labelOf = useChoiceLabel();
  const { search, change } = useDeviceFilters();
  const by = useQuery(deviceCountsQuery(toDeviceFilter(search))).data?.by;
  const counts: Readonly<Record<string, number>> | undefined = isUncounted(name) ? undefined : by?.[name];
  const choices = filterChoices[name].map((value) => {
    const code = name === 'clientStatusCode' && clientStatusCodes.find((known) => known === value);
    return {
      value,
      label: labelOf(name, value as never),
      hint: code ? t(`device.clientStatus.${code}.meaning`) : undefined,
      count: counts && format.number(counts[value] ?? 0),
      code: code !== false && code !== undefined,
    };
  });
  return (
    <CheckList
      legend={t(`filters.name.${name}`)}
      choices={choices}
      chosen={search[name]}
      onChange={(values) => change({ [name]: values.length > 0 ? values : null })}
    />
  );
}

/** What a device is, and how far a policy has come with it, is not counted by value. */
const uncounted = ['ownership', 'encrypted', 'action', 'policyAction'] as const;
function isUncounted(name: ChoiceFilter): name is (typeof uncounted)[number] {
  return uncounted.some((one) => one === name);
}

const presets = ['P1D', 'P7D', 'P30D', 'P90D'];

/** Longer ago than a number of days, counted from now, or before a fixed day. */
function AgeEditor({ name }: { name: 'lastCheckInBefore' | 'lastReportedBefore' }) {
  const t = useTranslations('filters');
  const timeZone = useTimeZone() ?? 'UTC';
  const id = useId();
  const ageText = useAgeText();
  const { search, change } = useDeviceFilters();
  const value = search[name];
  const isDay = value !== null && durationMs(value) === null;
  const durations = value === null || isDay || presets.includes(value) ? presets : [...presets, value];
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{t(`name.${name}`)}</legend>
      {durations.map((duration) => (
        <CheckLine
          key={duration}
          type="radio"
          inMenu
          name={id}
          checked={value === duration}
          onChange={() => change({ [name]: duration })}
        >
          {ageText(duration)}
        </CheckLine>
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
