'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceListItem } from '#lib/contract/device';

/** When Microsoft was last told; where never, the reason for this device. */
export function ReportTime({ device }: { device: DeviceListItem }) {
  const t = useTranslations('device.blankShort');
  if (device.lastReportedAt !== null) return <RelativeTime value={device.lastReportedAt} short />;
  if (device.reportTimeBlankReason === null) return null;
  return <span className="text-muted">{t(device.reportTimeBlankReason)}</span>;
}
