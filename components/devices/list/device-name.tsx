'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { GivenText } from '#components/marks/given-text';
import { deviceHref } from '#lib/client/lists/list-origin';
import type { DeviceListItem } from '#lib/contract/device';

interface Props {
  device: DeviceListItem;
  /** Its row is the one that the keyboard stands on */
  reachable: boolean;
}

export function DeviceName({ device, reachable }: Props) {
  const list = useSearchParams().toString();
  return (
    <>
      <Link
        href={deviceHref(device.id, list)}
        prefetch={false}
        tabIndex={reachable ? 0 : -1}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        <GivenText text={device.name} />
      </Link>
      {device.serialNumber && (
        <span className="sheet-second block truncate text-muted text-xs max-[56rem]:hidden">
          <GivenText text={device.serialNumber} />
        </span>
      )}
    </>
  );
}
