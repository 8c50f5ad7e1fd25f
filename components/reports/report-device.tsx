'use client';

import Link from 'next/link';
import { GivenText } from '#components/marks/given-text';
import type { ReportLogItem } from '#lib/contract/report';

export function ReportDevice({ report }: { report: ReportLogItem }) {
  const { deviceId, deviceName, externalId, feed } = report;
  return (
    <>
      <Link href={`/devices/${deviceId}`} prefetch={false} className="rounded-md text-accent hover:underline">
        <GivenText text={deviceName} />
      </Link>
      <span className="block truncate text-muted text-xs max-[56rem]:hidden">
        <GivenText text={feed} /> · <GivenText text={externalId} />
      </span>
    </>
  );
}
