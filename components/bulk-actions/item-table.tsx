'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { GivenText } from '#components/marks/given-text';
import { statusBadge } from '#components/ui/status';
import type { BulkItem } from '#lib/contract/bulk-action';
import { bulkReasons } from '#lib/domain/reports/bulk-action';
import { failureCodes } from '#lib/domain/reports/report-status';
import { shownText } from '#lib/domain/text/shown-text';
import { outcomeLooks } from './bulk-outcomes.ts';

export function ItemTable({ items }: { items: BulkItem[] }) {
  const t = useTranslations('bulk');
  const columns: Column<BulkItem>[] = [
    {
      id: 'device',
      head: t('itemColumn.device'),
      width: 'w-[34%]',
      className: 'max-[56rem]:grow max-[56rem]:basis-2/5',
      cell: (item) => <ItemDevice item={item} />,
    },
    {
      id: 'outcome',
      head: t('itemColumn.outcome'),
      width: 'w-[18%]',
      cell: ({ outcome }) => <OutcomeStatus value={outcome} />,
    },
    {
      id: 'reason',
      head: t('itemColumn.reason'),
      width: 'w-[36%]',
      className: 'max-[56rem]:order-last max-[56rem]:basis-full max-[56rem]:empty:hidden',
      cell: (item) => <ItemReason item={item} />,
    },
    {
      id: 'report',
      head: t('itemColumn.report'),
      width: 'w-[12%]',
      className: 'max-[56rem]:empty:hidden',
      cell: (item) => <ItemReport item={item} />,
    },
  ];
  return <DataTable name={t('results')} columns={columns} rows={items} keyOf={({ deviceId }) => deviceId} />;
}

/** The device, or only its id if Tenko no longer knows it. */
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

const OutcomeStatus = statusBadge(outcomeLooks, () => useTranslations('bulk.outcome'));

/** The reason for the outcome: a sentence if Tenko knows the code, otherwise Microsoft's own code. */
function ItemReason({ item: { reason, detail } }: { item: BulkItem }) {
  const t = useTranslations();
  if (reason === null) return null;
  const known = bulkReasons.find((name) => name === reason);
  if (known !== undefined) return t(`bulk.reason.${known}`);
  const failure = failureCodes.find((name) => name === reason) ?? (detail === null ? 'other' : 'otherDetail');
  return t(`device.failure.${failure}`, { code: reason, detail: detail ?? '' });
}

/** Links to the device's report, if there is one. */
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
