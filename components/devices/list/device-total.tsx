'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TextButton } from '#components/ui/text-button';
import { type DeviceSearch, toDeviceFilter } from '#lib/client/lists/device-search';
import { deviceCountQuery } from '#lib/client/queries/device-queries';
import type { DevicePage } from '#lib/contract/device';

interface Props {
  search: DeviceSearch;
  total: NonNullable<DevicePage['total']>;
}

/** How many devices match; counting stops at some point, and goes on when asked to. */
export function DeviceTotal({ search, total }: Props) {
  const t = useTranslations();
  const filter = JSON.stringify(toDeviceFilter(search));
  const [asked, setAsked] = useState<string>();
  const exact = useQuery({ ...deviceCountQuery(search), enabled: !total.exact && asked === filter });
  const count = total.exact ? total.value : exact.data;
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-muted">
      <p role="status">
        {count === undefined
          ? t('devices.totalMoreThan', { count: total.value })
          : t('devices.total', { count })}
      </p>
      {count === undefined && (
        <TextButton disabled={exact.isFetching} onClick={() => setAsked(filter)}>
          {exact.isFetching ? t('table.counting') : t('table.countAll')}
        </TextButton>
      )}
    </div>
  );
}
