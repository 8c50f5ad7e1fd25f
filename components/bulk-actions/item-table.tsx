'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BulkItem } from '#lib/contract/bulk-action';
import { ItemDevice } from './item-device.tsx';
import { ItemOutcome } from './item-outcome.tsx';
import { ItemReason } from './item-reason.tsx';
import { ItemReport } from './item-report.tsx';

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
