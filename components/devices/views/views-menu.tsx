'use client';

import { useTranslations } from 'next-intl';
import { buttonClass } from '#components/ui/button';
import { Disclosure } from '#components/ui/disclosure';
import { Bookmark, ChevronDown } from '#components/ui/icons';
import type { useViews } from './use-views.ts';
import { ViewActions } from './view-actions.tsx';
import type { ViewTask } from './view-dialogs.tsx';
import { ViewLink } from './view-link.tsx';

interface Props {
  views: ReturnType<typeof useViews>;
  onTask: (task: ViewTask) => void;
  onSaid: (text: string) => void;
}

/** Saved views and what can be done with the one that is shown. Its button names that view. */
export function ViewsMenu({ views, onTask, onSaid }: Props) {
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
            <ViewActions views={views} onTask={onTask} onSaid={onSaid} onDone={close} />
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
