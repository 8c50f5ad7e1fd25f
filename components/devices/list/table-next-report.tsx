'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceListItem } from '#lib/contract/device';
import { obstacleOf } from '#lib/domain/devices/reportability';
import { TableText } from './table-text.tsx';

/** When Microsoft is told next; where never, what stands in the way. */
export function TableNextReport({ device }: { device: DeviceListItem }) {
  const t = useTranslations('device');
  if (device.nextReportAt !== null) return <RelativeTime value={device.nextReportAt} future short />;
  const obstacle = obstacleOf(device);
  if (obstacle === null) return <TableText value={null} />;
  const reason = obstacle === 'retired' ? t('verdict.retired') : t(`blankShort.${obstacle}`);
  return <TableText value={null} reason={reason} />;
}
