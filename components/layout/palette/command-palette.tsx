'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useState } from 'react';
import { noteCommand } from '#lib/client/palette/recent-commands';
import { shownText } from '#lib/domain/text/shown-text';
import { PaletteFrame } from './palette-frame.tsx';
import type { Command } from './use-commands.ts';
import { usePaletteGroups } from './use-palette-groups.ts';

interface Props {
  typed: string;
  onType: (typed: string) => void;
  onClose: () => void;
  /** Enter was pressed before there was anything to choose from, or only what the text before had found */
  entered: boolean;
  onEntered: (entered: boolean) => void;
}

/** Finds people, devices, pages, actions, policies, feeds, API keys and settings. A combobox: the focus stays in the field, and the arrows choose. */
export function CommandPalette({ typed, onType, onClose, entered, onEntered }: Props) {
  const t = useTranslations('shell.palette');
  const [chosen, setChosen] = useState(0);
  const { groups, isSearching, isStale } = usePaletteGroups(typed.trim());
  const all = groups.flatMap(({ commands }) => commands);
  const at = Math.min(chosen, all.length - 1);
  const listId = useId();
  const optionId = (index: number) => `${listId}${index}`;
  useEffect(() => {
    document.getElementById(`${listId}${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);

  const isReady = !isSearching && all.length > 0;
  const open = () => document.getElementById(optionId(at))?.click();
  const openLater = useEffectEvent(open);
  useEffect(() => {
    if (!entered || !isReady) return;
    onEntered(false);
    openLater();
  }, [entered, isReady, onEntered]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (all.length === 0 || (chosen === 0 && isStale && isFound(all[at]))) onEntered(true);
      else open();
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
  const change = (value: string) => {
    onType(value);
    setChosen(0);
  };
  return (
    <PaletteFrame
      typed={typed}
      onType={change}
      onClose={onClose}
      field={{
        'aria-expanded': all.length > 0,
        'aria-controls': listId,
        'aria-activedescendant': all.length > 0 ? optionId(at) : undefined,
        onKeyDown,
      }}
    >
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
    </PaletteFrame>
  );
}

/** Found by the server, later than it is typed. */
function isFound(command: Command | undefined): boolean {
  return command?.group === 'users' || command?.group === 'devices';
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
