'use client';

import Link from 'next/link';
import { GivenText } from '#components/marks/given-text';
import type { BulkItem } from '#lib/contract/bulk-action';

/** The device, or its id where there is none. */
export function ItemDevice({ item: { deviceId, deviceName, feed, externalId } }: { item: BulkItem }) {
  if (deviceName === null) return <code className="text-muted text-xs">{deviceId}</code>;
  return (
    <>
      <Link href={`/devices/${deviceId}`} prefetch={false} className="rounded-md text-accent hover:underline">
        <GivenText text={deviceName} />
      </Link>
      <span className="block truncate text-muted text-xs max-[56rem]:hidden">
        <GivenText text={feed ?? ''} /> · <GivenText text={externalId ?? ''} />
      </span>
    </>
  );
}
