'use client';

import Link from 'next/link';
import type { ReportLogItem } from '#lib/contract/report';

export function ReportDevice({ report }: { report: ReportLogItem }) {
  const { deviceId, deviceName, externalId, feed } = report;
  return (
    <>
      <Link href={`/devices/${deviceId}`} prefetch={false} className="rounded-md text-accent hover:underline">
        {deviceName}
      </Link>
      <span className="block truncate text-muted text-xs max-[56rem]:hidden">
        {feed} · {externalId}
      </span>
    </>
  );
}
