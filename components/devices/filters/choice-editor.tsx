'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { CheckList } from '#components/ui/check-list';
import { type ChoiceFilter, filterChoices, toDeviceFilter } from '#lib/client/lists/device-search';
import { deviceCountsQuery } from '#lib/client/queries/device-count-queries';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { useChoiceLabel } from '../../marks/use-filter-words.ts';
import { useDeviceSearch } from './use-device-search.ts';

/** Any of a filter's known values, each with how many devices it would show where that is known. */
export function ChoiceEditor({ name }: { name: ChoiceFilter }) {
  const t = useTranslations();
  const format = useFormatter();
  const labelOf = useChoiceLabel();
  const { search, change } = useDeviceSearch();
  const by = useQuery(deviceCountsQuery(toDeviceFilter(search))).data?.by;
  const counts: Readonly<Record<string, number>> | undefined = by?.[name];
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
