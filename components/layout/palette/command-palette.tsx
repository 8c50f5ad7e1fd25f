'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { MonitorSmartphone, Search } from '#components/ui/icons';
import { devicesHref } from '#lib/client/lists/list-links';
import { findCommands } from '#lib/client/palette/find-commands';
import { noteCommand, recentCommands } from '#lib/client/palette/recent-commands';
import { foundDevicesQuery } from '#lib/client/queries/device-queries';
import { searchBounds, searchExcess } from '#lib/domain/devices/search-text';
import { shownText } from '#lib/domain/text/shown-text';
import { type Command, type PaletteGroup, paletteGroups, useCommands } from './use-commands.ts';

/** Finds devices, pages, actions and settings. A combobox: the focus stays in the field, and the arrows choose. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell.palette');
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const { groups, isSearching } = usePaletteGroups(typed.trim());
  const all = groups.flatMap(({ commands }) => commands);
  const at = Math.min(chosen, all.length - 1);
  const listId = useId();
  const optionId = (index: number) => `${listId}${index}`;
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    document.getElementById(`${listId}${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      document.getElementById(optionId(at))?.click();
      return;
    }
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    const step = steps[event.key];
    if (step === undefined || all.length === 0) return;
    event.preventDefault();
    const next = at + step;
    const round = Math.abs(step) === 1;
    setChosen(round ? (next + all.length) % all.length : Math.min(Math.max(0, next), all.length - 1));
  }
  return (
    <dialog
      ref={dialog}
      aria-label={t('title')}
      onClose={onClose}
      closedby="any"
      className="mx-auto mt-[12dvh] mb-auto w-[min(40rem,calc(100vw-1.5rem))] overflow-hidden rounded-lg border border-line bg-surface p-0 text-ink shadow-2xl backdrop:bg-black/40 max-sm:mt-2"
    >
      <div className="flex items-center gap-2 border-line border-b px-4">
        <Search aria-hidden="true" size={16} className="shrink-0 text-muted" />
        <input
          role="combobox"
          aria-label={t('title')}
          aria-expanded={all.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={all.length > 0 ? optionId(at) : undefined}
          placeholder={t('hint')}
          value={typed}
          maxLength={searchBounds.letters}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => {
            setTyped(target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full min-w-0 bg-transparent text-lg outline-none placeholder:text-muted"
        />
      </div>
      <p role="status" className="sr-only">
        {isSearching ? '' : t('results', { count: all.length })}
      </p>
      <div
        id={listId}
        role="listbox"
        aria-label={t('list')}
        className="max-h-[min(26rem,60dvh)] overflow-y-auto p-2"
      >
        {groups.map(({ group, first, commands }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form fields
          <div key={group} role="group" aria-labelledby={`${listId}${group}`}>
            <p id={`${listId}${group}`} className="px-2 pt-2 pb-1 font-semibold text-muted text-xs">
              {t(`group.${group}`)}
            </p>
            {commands.map((command, index) => (
              <Option
                key={command.id}
                id={optionId(first + index)}
                command={command}
                isChosen={first + index === at}
                onPoint={() => setChosen(first + index)}
                onDone={onClose}
              />
            ))}
          </div>
        ))}
      </div>
      {all.length === 0 && (
        <p className="px-4 pb-4 text-muted">
          {t(isSearching ? 'searching' : 'nothing', { typed: shownText(typed.trim()) })}
        </p>
      )}
    </dialog>
  );
}

interface OptionProps {
  id: string;
  command: Command;
  isChosen: boolean;
  onPoint: () => void;
  onDone: () => void;
}

/** A page is a real link: it opens in a new tab with Ctrl, and a page with unsaved changes asks first. */
function Option({ id, command, isChosen, onPoint, onDone }: OptionProps) {
  const { label, note, icon: Icon, target, lang } = command;
  const content = (
    <>
      <Icon aria-hidden="true" size={15} className="shrink-0 text-muted" />
      <span lang={lang} className="min-w-0 truncate">
        {shownText(label)}
      </span>
      {note && <span className="ms-auto min-w-0 truncate ps-4 text-muted text-sm">{shownText(note)}</span>}
    </>
  );
  const common = {
    id,
    role: 'option',
    'aria-selected': isChosen,
    tabIndex: -1,
    onMouseMove: onPoint,
    onClick: () => {
      noteCommand({ id: command.id, label, href: typeof target === 'string' ? target : null });
      onDone();
      if (typeof target !== 'string') target();
    },
    className:
      'flex min-h-9 w-full items-center gap-2.5 rounded-md px-2 py-1 text-start aria-selected:bg-accent-soft',
  } as const;
  return typeof target === 'string' ? (
    <Link href={target as '/devices'} prefetch={false} {...common}>
      {content}
    </Link>
  ) : (
    <button type="button" {...common}>
      {content}
    </button>
  );
}

/** What is offered for a text, in groups; without a text what was opened last, pages and actions. */
function usePaletteGroups(typed: string) {
  const commands = useCommands();
  const t = useTranslations('shell.palette');
  const [recent] = useState(recentCommands);
  const q = useCalm(typed);
  const isUsable = q !== '' && searchExcess(q) === null;
  const devices = useQuery({ ...foundDevicesQuery(q), enabled: isUsable });
  const found = isUsable && typed !== '' ? (devices.data?.items ?? []) : [];
  const list = findCommands(commands, typed);
  const groups: Record<PaletteGroup, Command[]> = {
    recent: typed === '' ? recent.flatMap((one) => againOf(one, commands)) : [],
    devices: found.map((device) => ({
      id: device.id,
      group: 'devices',
      label: device.name,
      english: '',
      note: device.userPrincipalName ?? device.serialNumber ?? '',
      icon: MonitorSmartphone,
      target: `/devices/${device.id}`,
    })),
    pages: inGroup(list, 'pages'),
    actions: inGroup(list, 'actions'),
    settings: typed === '' ? [] : inGroup(list, 'settings'),
  };
  if (found.length > 0) {
    groups.devices.push({
      id: 'all-devices',
      group: 'devices',
      label: t('allDevices', { typed: shownText(q) }),
      english: '',
      icon: Search,
      target: devicesHref({ q }),
    });
  }
  let first = 0;
  const shown = paletteGroups
    .filter((group) => groups[group].length > 0)
    .map((group) => {
      const start = first;
      first += groups[group].length;
      return { group, first: start, commands: groups[group] };
    });
  return { groups: shown, isSearching: typed !== '' && (q !== typed || (isUsable && devices.isFetching)) };
}

const inGroup = (commands: readonly Command[], wanted: PaletteGroup) =>
  commands.filter(({ group }) => group === wanted);

/** A command that was used before, if this person may still use it. */
function againOf(
  { id, label, href }: ReturnType<typeof recentCommands>[number],
  commands: readonly Command[],
) {
  const known = commands.find((command) => command.id === id);
  if (known) return [{ ...known, id: `again:${id}` }];
  const isDevice = href?.startsWith('/devices') ?? false;
  return isDevice && href !== null
    ? [{ id, group: 'recent', label, english: '', icon: MonitorSmartphone, target: href } satisfies Command]
    : [];
}

const quietMs = 150;

/** The text once typing pauses. */
function useCalm(typed: string): string {
  const [calm, setCalm] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(typed), quietMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return calm;
}
