'use client';

import type { DeviceListItem } from '#lib/contract/device';
import { useSystemName } from '../../marks/use-system-name.ts';

export function DeviceSystem({ device }: { device: DeviceListItem }) {
  const systemName = useSystemName();
  return (
    <>
      {systemName(device.os)}{' '}
      <span
        className="sheet-inline text-muted min-[56rem]:block min-[56rem]:truncate min-[56rem]:text-xs"
        title={device.osVersion}
      >
        {device.osVersion}
      </span>
    </>
  );
}
