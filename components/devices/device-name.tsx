'use client';

import Link from 'next/link';
import type { DeviceListItem } from '#lib/contract/device';

export function DeviceName({ device }: { device: DeviceListItem }) {
  return (
    <>
      <Link
        href={`/devices/${device.id}`}
        prefetch={false}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        {device.name}
      </Link>
      {device.serialNumber && (
        <span className="block truncate text-muted text-xs max-[56rem]:hidden">{device.serialNumber}</span>
      )}
    </>
  );
}
