'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BulkItem } from '#lib/contract/bulk-action';
import { Status } from '../ui/status.tsx';
import { ItemReason } from './item-reason.tsx';
import { outcomeLooks } from './outcome-looks.ts';

const widths = { device: 'w-[34%]', outcome: 'w-[18%]', reason: 'w-[36%]', report: 'w-[12%]' } as const;
const columns = Object.keys(widths) as (keyof typeof widths)[];
const link = 'rounded-md text-accent hover:underline';

export function ItemTable({ items }: { items: BulkItem[] }) {
  const t = useTranslations('bulk');
  return (
    // biome-ignore lint/a11y/noRedundantRoles: stays a table for those who hear it, laid out anew on a phone
    <table role="table" aria-label={t('results')} className="sheet min-[56rem]:table-fixed">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={widths[column]}>
              {t(`itemColumn.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={item.deviceId} role="row" className="hover:bg-accent-soft/40">
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <td role="cell" className="max-[56rem]:grow max-[56rem]:basis-1/2">
              {item.deviceName === null ? (
                <code className="text-muted text-xs">{item.deviceId}</code>
              ) : (
                <Link href={`/devices/${item.deviceId}`} prefetch={false} className={link}>
                  {item.deviceName}
                </Link>
              )}
              <span className="block truncate text-muted text-xs max-[56rem]:hidden">
                {item.feed !== null && `${item.feed} · ${item.externalId}`}
              </span>
            </td>
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <td role="cell">
              <Status tone={outcomeLooks[item.outcome].tone} icon={outcomeLooks[item.outcome].icon}>
                {t(`outcome.${item.outcome}`)}
              </Status>
            </td>
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <td role="cell" className="max-[56rem]:empty:hidden max-[56rem]:basis-full">
              <ItemReason item={item} />
            </td>
            {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
            <td role="cell" className="max-[56rem]:empty:hidden">
              {item.reportId !== null && (
                <Link href={`/reports/${item.reportId}`} prefetch={false} className={link}>
                  {t('openReport')}
                  <span className="sr-only">{t('openReportOf', { device: item.deviceName ?? '' })}</span>
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
