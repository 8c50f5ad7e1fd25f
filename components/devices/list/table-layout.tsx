'use client';

import { useTranslations } from 'next-intl';
import { Button, IconButton } from '#components/ui/button';
import { ArrowDown, ArrowUp } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import {
  defaultListPreference,
  densities,
  type ListColumn,
  listColumns,
  narrowest,
  widest,
} from '#lib/client/lists/list-preference';
import { useColumnName } from './device-columns.tsx';
import type { DeviceList } from './use-device-list.ts';

/** The layout of the table: density, and the columns with their order and width. A change shows at once. */
export function TableLayout({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations('table.layout');
  const { preference, changePreference } = list;
  const { columns } = preference;
  const hidden = listColumns.filter((id) => !columns.includes(id));
  const reset = () => {
    const { columns: first, widths, density } = defaultListPreference;
    changePreference({ columns: first, widths, density });
  };
  return (
    <ModalDialog title={t('title')} open onClose={onClose}>
      <fieldset className="mt-3 flex flex-wrap gap-x-5">
        <legend className="font-medium text-muted text-sm">{t('density')}</legend>
        {densities.map((density) => (
          <label key={density} className="flex min-h-8 cursor-pointer items-center gap-2">
            <input
              type="radio"
              name="density"
              checked={preference.density === density}
              onChange={() => changePreference({ density })}
              className="size-4 accent-accent"
            />
            {t(density)}
          </label>
        ))}
      </fieldset>
      <h3 className="mt-3 font-medium text-muted text-sm">{t('columns')}</h3>
      <p className="text-muted text-sm max-[56rem]:hidden">{t('hint')}</p>
      <ul className="mt-1 divide-y divide-line">
        {[...columns, ...hidden].map((column) => (
          <TableLayoutColumn key={column} list={list} column={column} />
        ))}
      </ul>
      <div className="sticky -bottom-5 -mx-5 mt-3 -mb-5 flex flex-wrap justify-between gap-2 border-line border-t bg-surface px-5 py-3">
        <Button look="quiet" onClick={reset}>
          {t('reset')}
        </Button>
        <Button onClick={onClose}>{t('done')}</Button>
      </div>
    </ModalDialog>
  );
}

/** One column in the layout dialog: visible or not, its place and its width. The name is always first. */
function TableLayoutColumn({ list, column }: { list: DeviceList; column: ListColumn }) {
  const t = useTranslations('table.layout');
  const name = useColumnName()(column);
  const { table, preference } = list;
  const { columns } = preference;
  const place = columns.indexOf(column);
  const shown = place >= 0;
  const isFirst = column === 'name';

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
      {shown && <WidthSlider list={list} column={column} name={name} />}
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

/** In pixels */
const widthStep = 8;

function WidthSlider({
  list: { table },
  column,
  name,
}: {
  list: DeviceList;
  column: ListColumn;
  name: string;
}) {
  const t = useTranslations('table.layout');
  const size = table.getColumn(column)?.getSize() ?? narrowest;
  return (
    <input
      type="range"
      aria-label={t('width', { column: name })}
      aria-valuetext={t('pixels', { count: size })}
      min={narrowest}
      max={widest}
      step={widthStep}
      value={size}
      onChange={({ target }) =>
        table.setColumnSizing((sizes) => ({ ...sizes, [column]: target.valueAsNumber }))
      }
      className="w-24 accent-accent max-[56rem]:hidden"
    />
  );
}
