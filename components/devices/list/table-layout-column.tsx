'use client';

import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/icon-button';
import { ArrowDown, ArrowUp } from '#components/ui/icons';
import { type ListColumn, narrowest, widest } from '#lib/client/lists/list-preference';
import { useColumnName } from './use-column-name.ts';
import type { DeviceList } from './use-device-list.ts';

const step = 8;

/** One column in the layout dialog: shown or not, its place and its width. The name keeps the first place. */
export function TableLayoutColumn({ list, column }: { list: DeviceList; column: ListColumn }) {
  const t = useTranslations('table.layout');
  const name = useColumnName()(column);
  const { table, preference } = list;
  const { columns } = preference;
  const place = columns.indexOf(column);
  const shown = place >= 0;
  const isFirst = column === 'name';
  const size = table.getColumn(column)?.getSize() ?? narrowest;

  function move(by: number) {
    const next = columns.filter((id) => id !== column);
    table.setColumnOrder([...next.slice(0, place + by), column, ...next.slice(place + by)]);
  }

  return (
    <li className="flex min-h-9 items-center gap-2 py-0.5">
      <label className="flex min-h-8 min-w-0 flex-1 cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          checked={shown}
          disabled={isFirst}
          onChange={({ target }) => table.getColumn(column)?.toggleVisibility(target.checked)}
          className="size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0">{name}</span>
      </label>
      {shown && (
        <input
          type="range"
          aria-label={t('width', { column: name })}
          aria-valuetext={t('pixels', { count: size })}
          min={narrowest}
          max={widest}
          step={step}
          value={size}
          onChange={({ target }) =>
            table.setColumnSizing((sizes) => ({ ...sizes, [column]: target.valueAsNumber }))
          }
          className="w-24 accent-accent max-[56rem]:hidden"
        />
      )}
      {shown && !isFirst && (
        <>
          <IconButton
            icon={ArrowUp}
            label={t('up', { column: name })}
            disabled={place <= 1}
            onClick={() => move(-1)}
          />
          <IconButton
            icon={ArrowDown}
            label={t('down', { column: name })}
            disabled={place === columns.length - 1}
            onClick={() => move(1)}
          />
        </>
      )}
    </li>
  );
}
