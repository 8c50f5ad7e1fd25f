'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { deviceHref } from '#lib/client/list-origin';
import type { DeviceListItem } from '#lib/contract/device';

export function DeviceName({ device }: { device: DeviceListItem }) {
  const list = useSearchParams().toString();
  return (
    <>
      <Link
        href={deviceHref(device.id, list)}
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
