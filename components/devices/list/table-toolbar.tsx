'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button';
import { Columns3, Keyboard } from '#components/ui/icons';
import { useTableShortcuts } from '../table-keys/use-table-shortcuts.ts';
import { DeviceTotal } from './device-total.tsx';
import { TableOffer } from './table-offer.tsx';
import type { DeviceList } from './use-device-list.ts';

const TableHelp = dynamic(async () => (await import('./table-help.tsx')).TableHelp);
const TableLayout = dynamic(async () => (await import('./table-layout.tsx')).TableLayout);

/** Above the list: how many there are, what is new, and how the table looks and is used. */
export function TableToolbar({ list }: { list: DeviceList }) {
  const t = useTranslations();
  const [open, setOpen] = useState<'help' | 'layout'>();
  useTableShortcuts(list, () => setOpen('help'));
  const close = () => setOpen(undefined);
  const total = list.steady?.page.total;
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h1 className="font-semibold text-xl">{t('devices.title')}</h1>
      {total && <DeviceTotal search={list.search} total={total} />}
      <TableOffer list={list} />
      <div className="ms-auto flex items-center gap-1">
        <Button look="quiet" title={t('table.layout.title')} onClick={() => setOpen('layout')}>
          <Columns3 aria-hidden="true" size={16} />
          <span className="max-sm:sr-only">{t('table.layout.title')}</span>
        </Button>
        <span className="max-[56rem]:hidden">
          <Button look="quiet" title={t('table.help.title')} onClick={() => setOpen('help')}>
            <Keyboard aria-hidden="true" size={16} />
            <span className="sr-only">{t('table.help.title')}</span>
          </Button>
        </span>
      </div>
      {open === 'help' && <TableHelp list={list} onClose={close} />}
      {open === 'layout' && <TableLayout list={list} onClose={close} />}
    </header>
  );
}
