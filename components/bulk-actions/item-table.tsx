'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { GivenText } from '#components/marks/given-text';
import type { BulkItem } from '#lib/contract/bulk-action';
import { bulkReasons } from '#lib/domain/reports/bulk-action';
import { failureCodes } from '#lib/domain/reports/report-status';
import { shownText } from '#lib/domain/text/shown-text';
import { Status } from '../ui/status.tsx';
import { outcomeLooks } from './outcome-looks.ts';

const columns = [
  { id: 'device', width: 'w-[34%]', cell: (item) => <ItemDevice item={item} /> },
  { id: 'outcome', width: 'w-[18%]', cell: (item) => <ItemOutcome item={item} /> },
  { id: 'reason', width: 'w-[36%]', cell: (item) => <ItemReason item={item} /> },
  { id: 'report', width: 'w-[12%]', cell: (item) => <ItemReport item={item} /> },
] as const satisfies { id: string; width: string; cell: (item: BulkItem) => ReactNode }[];

/** On a phone: the device, how it ended and its report, then why. */
const phoneLines: Partial<Record<(typeof columns)[number]['id'], string>> = {
  device: 'max-[56rem]:grow max-[56rem]:basis-2/5',
  reason: 'max-[56rem]:order-last max-[56rem]:basis-full max-[56rem]:empty:hidden',
  report: 'max-[56rem]:empty:hidden',
};

export function ItemTable({ items }: { items: BulkItem[] }) {
  const t = useTranslations('bulk');
  return (
    // biome-ignore lint/a11y/noRedundantRoles: stays a table for those who hear it, laid out anew on a phone
    <table role="table" aria-label={t('results')} className="sheet min-[56rem]:table-fixed">
      <thead>
        <tr>
          {columns.map(({ id, width }) => (
            <th key={id} scope="col" className={width}>
              {t(`itemColumn.${id}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={item.deviceId} role="row" className="hover:bg-accent-soft/40">
            {columns.map(({ id, cell }) => (
              // biome-ignore lint/a11y/noRedundantRoles: as above
              <td key={id} role="cell" className={phoneLines[id]}>
                {cell(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The device, or its id where there is none. */
function ItemDevice({ item: { deviceId, deviceName, feed, externalId } }: { item: BulkItem }) {
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

function ItemOutcome({ item: { outcome } }: { item: BulkItem }) {
  const t = useTranslations('bulk.outcome');
  const { tone, icon } = outcomeLooks[outcome];
  return (
    <Status tone={tone} icon={icon}>
      {t(outcome)}
    </Status>
  );
}

/** Why it ended so: in our words where the cause is ours, else Microsoft's own code. */
function ItemReason({ item: { reason, detail } }: { item: BulkItem }) {
  const t = useTranslations();
  if (reason === null) return null;
  const known = bulkReasons.find((name) => name === reason);
  if (known !== undefined) return t(`bulk.reason.${known}`);
  const failure = failureCodes.find((name) => name === reason) ?? (detail === null ? 'other' : 'otherDetail');
  return t(`device.failure.${failure}`, { code: reason, detail: detail ?? '' });
}

/** Leads to the report; nothing where there is none. */
function ItemReport({ item: { reportId, deviceName } }: { item: BulkItem }) {
  const t = useTranslations('bulk');
  if (reportId === null) return null;
  return (
    <Link href={`/reports/${reportId}`} prefetch={false} className="rounded-md text-accent hover:underline">
      {t('openReport')}
      <span className="sr-only">{t('openReportOf', { device: shownText(deviceName ?? '') })}</span>
    </Link>
  );
}
