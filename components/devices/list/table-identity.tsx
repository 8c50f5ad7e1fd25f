'use client';

import { useTranslations } from 'next-intl';
import type { DeviceListItem } from '#lib/contract/device';
import { obstacleOf } from '#lib/domain/devices/reportability';
import { TableText } from './table-text.tsx';

interface Props {
  device: DeviceListItem;
  field: 'azureDeviceId' | 'azureUserPrincipalName';
}

/** What the device told of its identity at Microsoft; blank, what stands in the way of it. */
export function TableIdentity({ device, field }: Props) {
  const t = useTranslations('device.blankShort');
  const value = device[field];
  const obstacle = value === null ? obstacleOf(device) : null;
  const isReason = obstacle !== null && obstacle !== 'retired';
  return <TableText value={value} reason={isReason ? t(obstacle) : undefined} />;
}
