'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import { asGrid, asGroup } from './grid-roles.ts';
import { useTableFocus } from './keyboard/use-table-focus.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import type { DeviceList } from './use-device-list.ts';
import { tableWidths } from './use-device-table.ts';
import { useVirtualRows, useWholeTable } from './use-virtual-rows.ts';

const TableRowMenu = dynamic(async () => (await import('./table-row-menu.tsx')).TableRowMenu);

/** The devices of one page as a grid whose rows take the focus. Only visible rows are in the document. */
export function DeviceTable({ list }: { list: DeviceList }) {
  const t = useTranslations('devices');
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [menu, setMenu] = useState<{ id: string; opener: HTMLElement }>();
  const { table, preference, steady } = list;
  const model = table.getRowModel().rows;
  const ids = useMemo(() => model.map(({ id }) => id), [model]);
  const activeIndex = list.active === null ? -1 : ids.indexOf(list.active);
  const { rows } = useVirtualRows({
    ids,
    density: preference.density,
    activeIndex,
    whole: useWholeTable(),
    scroller,
    body,
  });
  const focus = useTableFocus({ list, ids, activeIndex, rows, scroller, onMenu: setMenu });
  const items = rows.getVirtualItems();
  const { scrollMargin } = rows.options;
  const end = items.at(-1)?.end ?? scrollMargin;
  const menuRow = menu && model.find(({ id }) => id === menu.id);
  return (
    <div ref={scroller} className="table-scroller">
      <table
        {...asGrid}
        aria-label={t('title')}
        aria-rowcount={ids.length + 1}
        data-density={preference.density}
        className="sheet grid-sheet"
        style={tableWidths(table, preference.widths)}
      >
        <TableHead table={table} />
        <tbody
          ref={body}
          {...asGroup}
          {...focus.handlers}
          style={{ paddingBlockEnd: rows.getTotalSize() + scrollMargin - end }}
        >
          {items.map((item, place) => {
            const row = model[item.index];
            return (
              row && (
                <TableRow
                  key={item.key}
                  row={row}
                  index={item.index}
                  gap={item.start - (items[place - 1]?.end ?? scrollMargin)}
                  reachable={item.index === Math.max(0, activeIndex)}
                  selected={row.getIsSelected()}
                  changed={steady?.changed.has(row.id) ?? false}
                  columns={preference.columns}
                  measure={rows.measureElement}
                  onCheck={focus.check}
                  onMenu={focus.openMenu}
                />
              )
            );
          })}
        </tbody>
      </table>
      {menu && menuRow && (
        <TableRowMenu
          key={menu.id}
          device={menuRow.original}
          opener={menu.opener}
          onQuickLook={() => list.lookAt(menu.id)}
          onNotice={list.setNotice}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}
