'use client';

import { useTranslations } from 'next-intl';
import type { ListColumn } from '#lib/client/lists/list-preference';
import { asGroup, asHead, asRow } from './grid-roles.ts';
import { TableHeadCell } from './table-head-cell.tsx';
import type { DeviceTableInstance } from './use-device-table.ts';

/** The columns' names, above a box that chooses the whole page. */
export function TableHead({ table }: { table: DeviceTableInstance }) {
  const t = useTranslations('table');
  const all = table.getIsAllRowsSelected();
  const some = !all && table.getIsSomePageRowsSelected();
  return (
    <thead {...asGroup}>
      <tr {...asRow} aria-rowindex={1}>
        <th scope="col" {...asHead} className="sheet-tool">
          <label className="grid size-6 cursor-pointer place-items-center">
            <input
              type="checkbox"
              aria-label={t('selectPage')}
              ref={(box) => {
                if (box) box.indeterminate = some;
              }}
              checked={all}
              onChange={() => table.toggleAllRowsSelected(!all)}
              className="size-4 accent-accent"
            />
          </label>
        </th>
        {table.getVisibleLeafColumns().map(({ id }) => (
          <TableHeadCell key={id} table={table} column={id as ListColumn} />
        ))}
        <th scope="col" {...asHead} className="sheet-tool">
          <span className="sr-only">{t('menuColumn')}</span>
        </th>
      </tr>
    </thead>
  );
}
