'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import { defaultListPreference, densities, listColumns } from '#lib/client/lists/list-preference';
import { TableLayoutColumn } from './table-layout-column.tsx';
import type { DeviceList } from './use-device-list.ts';

/** How the table looks: density, and which columns in which order and width. What is changed shows at once. */
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
