import { useTranslations } from 'next-intl';
import type { DeviceSort } from '#lib/domain/devices/device-criteria';

const columns = ['lastCheckInAt', 'lastReportedAt', 'name'] as const;

/** What a list of devices can be sorted by, in words. */
export function useDeviceSorts(): { value: DeviceSort; label: string }[] {
  const t = useTranslations('devices');
  return columns.flatMap((name) => [
    { value: `-${name}` as const, label: t('sortDescending', { column: t(`column.${name}`) }) },
    { value: name, label: t('sortAscending', { column: t(`column.${name}`) }) },
  ]);
}
