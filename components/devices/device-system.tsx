'use client';

import type { DeviceListItem } from '#lib/contract/device';
import { operatingSystemNames } from '#lib/domain/operating-system';

export function DeviceSystem({ device }: { device: DeviceListItem }) {
  return (
    <>
      {operatingSystemNames[device.os]}{' '}
      <span
        className="sheet-inline text-muted min-[56rem]:block min-[56rem]:truncate min-[56rem]:text-xs"
        title={device.osVersion}
      >
        {device.osVersion}
      </span>
    </>
  );
}
