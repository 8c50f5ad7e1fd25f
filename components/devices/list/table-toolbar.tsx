'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { PageHeader } from '#components/layout/page-header';
import { Button, TextButton } from '#components/ui/button';
import { Columns3, Keyboard, RefreshCw } from '#components/ui/icons';
import { type DeviceSearch, toDeviceFilter } from '#lib/client/lists/device-search';
import { deviceCountQuery } from '#lib/client/queries/device-queries';
import type { DevicePage } from '#lib/contract/device-list';
import type { DeviceList } from './use-device-list.ts';

const TableHelp = dynamic(async () => (await import('./table-help.tsx')).TableHelp);
const TableLayout = dynamic(async () => (await import('./table-layout.tsx')).TableLayout);

/** Above the list: the number of devices, updates, the layout and the keyboard help. */
export function TableToolbar({ list }: { list: DeviceList }) {
  const t = useTranslations();
  const [open, setOpen] = useState<'help' | 'layout'>();
  useTableShortcuts(list, () => setOpen('help'));
  const close = () => setOpen(undefined);
  const total = list.steady?.page.total;
  return (
    <PageHeader
      title={t('devices.title')}
      help="access"
      beside={
        <>
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
        </>
      }
    >
      {open === 'help' && <TableHelp list={list} onClose={close} />}
      {open === 'layout' && <TableLayout list={list} onClose={close} />}
    </PageHeader>
  );
}

interface Props {
  search: DeviceSearch;
  total: NonNullable<DevicePage['total']>;
}

/** How many devices match. The server stops counting at a limit; a button asks for the exact count. */
function DeviceTotal({ search, total }: Props) {
  const t = useTranslations();
  const filter = JSON.stringify(toDeviceFilter(search));
  const [asked, setAsked] = useState<string>();
  const exact = useQuery({ ...deviceCountQuery(search), enabled: !total.exact && asked === filter });
  const count = total.exact ? total.value : exact.data;
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-muted">
      <p role="status">
        {count === undefined
          ? t('devices.totalMoreThan', { count: total.value })
          : t('devices.total', { count })}
      </p>
      {count === undefined && (
        <TextButton disabled={exact.isFetching} onClick={() => setAsked(filter)}>
          {exact.isFetching ? t('table.counting') : t('table.countAll')}
        </TextButton>
      )}
    </div>
  );
}

/** Updates that would move rows wait for a click. Next to them, the result of an action. */
function TableOffer({ list }: { list: DeviceList }) {
  const t = useTranslations();
  const { notice, show } = list;
  const count = list.steady?.offered ?? 0;
  return (
    <>
      <span role="status" className="sr-only">
        {count > 0 && t('table.offered', { count })}
      </span>
      {count > 0 && (
        <Button onClick={show}>
          <RefreshCw aria-hidden="true" size={14} />
          {t('list.offer', { count })}
        </Button>
      )}
      <p role="status" className="text-muted empty:hidden">
        {notice}
      </p>
    </>
  );
}

const fields = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';

/** Single-key shortcuts of the page. Off in text fields, while a dialog is open, or by preference. */
function useTableShortcuts(list: DeviceList, onHelp: () => void): void {
  const { preference, steady, quickLookOpen, active } = list;
  const rows = steady?.page.items ?? [];
  const page = steady?.page;

  /** The arrows move it from there. */
  function openQuickLook(id: string): void {
    list.openQuickLook(id);
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
  }
  const keys: Record<string, () => void> = {
    '/': () => document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus(),
    '?': onHelp,
    n: () => page?.nextCursor != null && void list.goTo(page.nextCursor),
    p: () => page?.prevCursor != null && void list.goTo(page.prevCursor),
    q: () => (quickLookOpen ? list.setQuickLookOpen(false) : openQuickLook(active ?? rows[0]?.id ?? '')),
  };
  keys[']'] = keys.n as () => void;
  keys['['] = keys.p as () => void;

  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const typing = target instanceof Element && target.closest(fields) !== null;
    const busy = document.querySelector('dialog[open], :popover-open') !== null;
    if (event.defaultPrevented || ctrlKey || metaKey || altKey || typing || busy) return;
    const act = preference.shortcuts ? keys[key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
