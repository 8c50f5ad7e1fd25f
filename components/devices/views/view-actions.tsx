'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { BookmarkPlus, Pencil, RotateCcw, Save, Trash2 } from '#components/ui/icons';
import { MenuButton } from '#components/ui/menu-button';
import { saveView } from '#lib/client/queries/view-mutations';
import { shownText } from '#lib/domain/text/shown-text';
import { useErrorText } from '../../layout/use-error-text.ts';
import { useDeviceSearch } from '../filters/use-device-search.ts';
import type { useViews } from './use-views.ts';
import type { ViewTask } from './view-dialogs.tsx';

interface Props {
  views: ReturnType<typeof useViews>;
  onTask: (task: ViewTask) => void;
  onSaid: (text: string) => void;
  onDone: () => void;
}

/** What can be done with the view that is shown, or that was opened and changed. */
export function ViewActions({ views: { subject, modified, now }, onTask, onSaid, onDone }: Props) {
  const t = useTranslations('views');
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
    save.mutate(
      { id, name, shared, query: now },
      {
        onSuccess: () => {
          onSaid(t('savedNote', { name: shownText(name) }));
          onDone();
        },
      },
    );
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
