'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useViews } from './use-views.ts';
import type { ViewTask } from './view-dialogs.tsx';
import { ViewLink } from './view-link.tsx';
import { ViewsMenu } from './views-menu.tsx';

const ViewDialogs = dynamic(() => import('./view-dialogs.tsx').then((module) => module.ViewDialogs));

/** Built-in views are links, saved views are in a menu. On a phone, all are in the menu. */
export function ViewsBar() {
  const t = useTranslations('views');
  const views = useViews();
  const [task, setTask] = useState<ViewTask | null>(null);
  const [notice, setNotice] = useState('');
  return (
    <div className="flex items-start gap-2">
      <nav aria-label={t('title')} className="min-w-0 flex-1 p-0.5 max-[56rem]:hidden">
        <ul className="flex flex-wrap gap-0.5">
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
