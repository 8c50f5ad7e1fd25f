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
import { useVirtualRows, type VirtualRows } from './use-virtual-rows.ts';

const TableRowMenu = dynamic(async () => (await import('./table-row-menu.tsx')).TableRowMenu);

/** The devices of one page as a grid whose rows take the focus. Only visible rows are in the document. */
export function DeviceTable({ list }: { list: DeviceList }) {
  const t = useTranslations('devices');
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [menu, setMenu] = useState<{ id: string; opener: HTMLElement }>();
  const { table, preference } = list;
  const model = table.getRowModel().rows;
  const ids = useMemo(() => model.map(({ id }) => id), [model]);
  const activeIndex = list.active === null ? -1 : ids.indexOf(list.active);
  const rows = useVirtualRows({
    ids,
    density: preference.density,
    activeIndex,
    scroller,
    body,
  });
  const focus = useTableFocus({ list, ids, activeIndex, rows, scroller, onMenu: setMenu });
  const end = rows.getVirtualItems().at(-1)?.end ?? rows.options.scrollMargin;
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
        <TableHead list={list} />
        <tbody
          ref={body}
          {...asGroup}
          {...focus.handlers}
          style={{ paddingBlockEnd: rows.getTotalSize() + rows.options.scrollMargin - end }}
        >
          <VisibleRows list={list} rows={rows} activeIndex={activeIndex} focus={focus} />
        </tbody>
      </table>
      {menu && menuRow && (
        <TableRowMenu
          key={menu.id}
          device={menuRow.original}
          opener={menu.opener}
          onQuickLook={() => list.openQuickLook(menu.id)}
          onNotice={list.setNotice}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}

interface VisibleRowsProps {
  list: DeviceList;
  rows: VirtualRows;
  activeIndex: number;
  focus: ReturnType<typeof useTableFocus>;
}

/** Each row has the height of the rows before it that are not in the document as its margin. */
function VisibleRows({
  list: { table, preference, search, steady },
  rows,
  activeIndex,
  focus,
}: VisibleRowsProps) {
  const model = table.getRowModel().rows;
  const items = rows.getVirtualItems();
  return items.map((item, place) => {
    const row = model[item.index];
    return (
      row && (
        <TableRow
          key={item.key}
          row={row}
          index={item.index}
          gap={item.start - (items[place - 1]?.end ?? rows.options.scrollMargin)}
          reachable={item.index === Math.max(0, activeIndex)}
          selected={row.getIsSelected()}
          changed={steady?.changed.has(row.id) ?? false}
          columns={preference.columns}
          sortedBy={search.sort.replace('-', '')}
          measure={rows.measureElement}
          onCheck={focus.check}
          onMenu={focus.openMenu}
        />
      )
    );
  });
}
