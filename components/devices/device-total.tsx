'use client';

import { useTranslations } from 'next-intl';
import type { DevicePage } from '#lib/contract/device';

/** How many devices match; counting stops at some point. */
export function DeviceTotal({ total }: { total: NonNullable<DevicePage['total']> }) {
  const t = useTranslations('devices');
  const text = total.exact ? t('total', { count: total.value }) : t('totalMoreThan', { count: total.value });
  return (
    <p role="status" className="text-muted">
      {text}
    </p>
  );
}
