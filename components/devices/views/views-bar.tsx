'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type MouseEvent, useState } from 'react';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { buttonClass } from '#components/ui/button';
import { Disclosure, MenuButton } from '#components/ui/disclosure';
import {
  Bookmark,
  BookmarkPlus,
  CalendarClock,
  ChevronDown,
  Pencil,
  RotateCcw,
  Save,
  Trash2,
  Users,
} from '#components/ui/icons';
import { saveView } from '#lib/client/queries/view-queries';
import type { ViewCount } from '#lib/contract/view';
import { shownText } from '#lib/domain/text/shown-text';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { useErrorText } from '../../layout/use-error-text.ts';
import { type ShownView, useViews } from './use-views.ts';
import type { ViewTask } from './view-dialogs.tsx';

const ViewDialogs = dynamic(() => import('./view-dialogs.tsx').then((module) => module.ViewDialogs));

/** Built-in views are links, saved views are in a menu. On a phone, all are in the menu. */
export function ViewsBar() {
  const t = useTranslations('views');
  const views = useViews();
  const [task, setTask] = useState<ViewTask | null>(null);
  const [notice, setNotice] = useState('');
  return (
    <div className="flex items-start gap-2">
      <nav
        aria-label={t('title')}
        className="fades-at-ends -m-1 min-w-0 flex-1 overflow-x-auto p-1 [scrollbar-width:none] max-[56rem]:hidden"
      >
        <ul className="flex w-max gap-0.5">
          {views.builtIn.map((view) => (
            <li key={view.key}>
              <ViewLink view={view} />
            </li>
          ))}
        </ul>
      </nav>
      <ViewsMenu views={views} onTask={setTask} onNotice={setNotice} />
      <p role="status" className="sr-only">
        {notice}
      </p>
      {task && <ViewDialogs task={task} now={views.now} onClose={() => setTask(null)} onNotice={setNotice} />}
    </div>
  );
}

interface Props {
  views: ReturnType<typeof useViews>;
  onTask: (task: ViewTask) => void;
  onNotice: (text: string) => void;
}

/** The menu of saved views, with the actions for the current view. The button shows the name of the current view. */
function ViewsMenu({ views, onTask, onNotice }: Props) {
  const t = useTranslations('views');
  const { builtIn, saved, subject, modified } = views;
  const shownBuiltIn = builtIn.find(({ current }) => current);
  const name = subject?.name ?? null;
  return (
    <div className="max-[56rem]:w-full">
      <Disclosure
        align="end"
        triggerClass={`${buttonClass('plain')} max-w-72 max-[56rem]:w-full max-[56rem]:max-w-none`}
        trigger={
          <>
            <Bookmark
              aria-hidden="true"
              size={14}
              className={`shrink-0 ${name === null ? '' : 'text-accent'}`}
            />
            <span className={`min-w-0 ${name === null ? '' : 'truncate'}`}>
              {name ?? (
                <>
                  <span className="max-[56rem]:hidden">{t('saved')}</span>
                  <span className="min-[56rem]:hidden">{shownBuiltIn?.name ?? t('none')}</span>
                </>
              )}
            </span>
            {modified && <span className="shrink-0 text-wait text-xs">{t('modified')}</span>}
            <ChevronDown aria-hidden="true" size={14} className="-me-1 ms-auto shrink-0 text-muted" />
          </>
        }
      >
        {(close) => (
          <div className="sm:w-72">
            <ViewActions views={views} onTask={onTask} onNotice={onNotice} onDone={close} />
            <nav aria-label={t('title')}>
              <ul className="min-[56rem]:hidden">
                {builtIn.map((view) => (
                  <li key={view.key}>
                    <ViewLink view={view} wide onOpen={close} />
                  </li>
                ))}
              </ul>
              <h2 className="px-2 pt-2 pb-1 font-semibold text-muted text-xs">{t('saved')}</h2>
              <ul>
                {saved.map((view) => (
                  <li key={view.key}>
                    <ViewLink view={view} wide onOpen={close} />
                  </li>
                ))}
              </ul>
              {saved.length === 0 && <p className="px-2 pb-1 text-muted text-sm">{t('noneSaved')}</p>}
            </nav>
          </div>
        )}
      </Disclosure>
    </div>
  );
}

interface ViewActionsProps {
  views: ReturnType<typeof useViews>;
  onTask: (task: ViewTask) => void;
  onNotice: (text: string) => void;
  onDone: () => void;
}

/** Actions for the current view, or for the view that was opened and then changed. */
function ViewActions({ views: { subject, modified, now }, onTask, onNotice, onDone }: ViewActionsProps) {
  const t = useTranslations('views');
  const exceptions = useTranslations('policyExceptions');
  const denied = useDenied('admin');
  const errorText = useErrorText();
  const { show } = useDeviceSearch();
  const save = useMutation(saveView(useQueryClient()));
  const begin = (task: ViewTask) => {
    onDone();
    onTask(task);
  };

  function overwrite() {
    if (subject === null || save.isPending) return;
    const { id, name, shared } = subject;
    const onSuccess = () => {
      onNotice(t('savedNote', { name: shownText(name) }));
      onDone();
    };
    save.mutate({ id, name, shared, query: now }, { onSuccess });
  }

  return (
    <div className="border-line border-b pb-1">
      {subject && modified && subject.changeable && (
        <MenuButton icon={Save} onClick={overwrite}>
          {t('save', { name: shownText(subject.name) })}
        </MenuButton>
      )}
      {(subject === null || modified) && (
        <MenuButton icon={BookmarkPlus} onClick={() => begin({ kind: 'save', view: null })}>
          {t(subject ? 'saveAs' : 'saveNew')}
        </MenuButton>
      )}
      {subject && modified && (
        <MenuButton
          icon={RotateCcw}
          onClick={() => {
            void show(subject.query, subject.id);
            onDone();
          }}
        >
          {t('reset')}
        </MenuButton>
      )}
      {subject && !modified && denied === null && (
        <MenuButton icon={CalendarClock} onClick={() => begin({ kind: 'except', view: subject })}>
          {exceptions('add')}
        </MenuButton>
      )}
      {subject?.changeable && (
        <>
          <MenuButton icon={Pencil} onClick={() => begin({ kind: 'save', view: subject })}>
            {t('edit')}
          </MenuButton>
          <MenuButton icon={Trash2} onClick={() => begin({ kind: 'delete', view: subject })}>
            {t('delete')}
          </MenuButton>
        </>
      )}
      <p role="alert" className="px-2 text-bad empty:hidden">
        {save.isError && errorText(save.error)}
      </p>
    </div>
  );
}

interface ViewLinkProps {
  view: ShownView;
  /** In a menu: one per line, with the owner of a shared view */
  wide?: boolean;
  onOpen?: () => void;
}

/** Opens a view. It is a link, so it can open in a new tab. */
function ViewLink({ view, wide = false, onOpen }: ViewLinkProps) {
  const t = useTranslations('views');
  const { show } = useDeviceSearch();

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void show(view.query, view.saved?.id ?? null);
    onOpen?.();
  }

  return (
    <a
      href={view.href}
      onClick={open}
      aria-current={view.current ? 'true' : undefined}
      className={`flex min-h-8 items-center gap-1.5 rounded-md py-1 text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent ${wide ? 'justify-between gap-4 px-2' : 'whitespace-nowrap px-1.5'}`}
    >
      <span className="min-w-0 font-medium">
        <GivenText text={view.name} />
        {wide && view.saved?.shared && (
          <span className="flex items-center gap-1 font-normal text-muted text-xs">
            <Users aria-hidden="true" size={12} />
            {t('sharedBy', { owner: shownText(view.saved.owner) })}
          </span>
        )}
      </span>
      <ViewCountMark count={view.count} end={wide} />
    </a>
  );
}

/** How many devices a view shows. Reserves its space until the count is known. */
function ViewCountMark({ count, end }: { count: ViewCount | undefined; end: boolean }) {
  const t = useTranslations('views');
  if (count === null) return null;
  return (
    <span className={`min-w-4 shrink-0 text-muted text-xs ${end ? 'text-end' : ''}`}>
      {count && t(count.exact ? 'count' : 'countMore', { count: count.value })}
    </span>
  );
}
