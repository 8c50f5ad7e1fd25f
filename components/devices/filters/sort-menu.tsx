'use client';

import { useTranslations } from 'next-intl';
import { ChoiceSelect } from '#components/ui/choice-select';
import { ArrowDownUp } from '#components/ui/icons';
import type { DeviceSort } from '#lib/domain/devices/device-criteria';
import { useDeviceSearch } from './use-device-search.ts';

const columns = ['lastCheckInAt', 'lastReportedAt', 'name'] as const;

/** Sorting where the table has no header: on a phone. */
export function SortMenu() {
  const t = useTranslations('devices');
  const label = useTranslations('list')('sort');
  const { search, change } = useDeviceSearch();
  const choices = columns.flatMap((name): { value: DeviceSort; label: string }[] => [
    { value: `-${name}`, label: t('sortDescending', { column: t(`column.${name}`) }) },
    { value: name, label: t('sortAscending', { column: t(`column.${name}`) }) },
  ]);
  return (
    <div className="min-[56rem]:hidden">
      <ChoiceSelect
        label={label}
        icon={ArrowDownUp}
        value={search.sort}
        choices={choices}
        onChoose={(sort) => change({ sort })}
      />
    </div>
  );
}
