'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm, ConfirmForm, FailureLine } from '#components/layout/action-form';
import { ExceptionDialog } from '#components/layout/exceptions/exception-dialog';
import { useDenied } from '#components/layout/session-context';
import { CheckLine } from '#components/ui/check-list';
import { ModalDialog } from '#components/ui/modal-dialog';
import { TextField } from '#components/ui/text-field';
import { deleteView, saveView } from '#lib/client/queries/view-queries';
import type { SavedView, ViewQuery } from '#lib/contract/view';
import { shownText } from '#lib/domain/text/shown-text';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { FilterSummary } from '../filters/filter-summary.tsx';

/** Save the current list (`view` is null), rename or share a view, delete it, or except its devices from a policy. */
export type ViewTask =
  | { kind: 'save'; view: SavedView | null }
  | { kind: 'delete' | 'except'; view: SavedView };

interface Props {
  task: ViewTask;
  now: ViewQuery;
  onClose: () => void;
  onNotice: (text: string) => void;
}

export function ViewDialogs({ task, now, onClose, onNotice }: Props) {
  switch (task.kind) {
    case 'save':
      return <SaveViewDialog view={task.view} now={now} onClose={onClose} onNotice={onNotice} />;
    case 'delete':
      return <DeleteViewDialog view={task.view} onClose={onClose} onNotice={onNotice} />;
    case 'except':
      return <ExceptViewDialog view={task.view} onClose={onClose} />;
  }
}

/** Excepts the devices that are in the view now from a policy. */
function ExceptViewDialog({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const t = useTranslations('policyExceptions');
  const label = t('thisView', { name: shownText(view.name) });
  return (
    <ExceptionDialog policyId={null} fixed={[{ target: { viewId: view.id }, label }]} onClose={onClose} />
  );
}

interface SaveViewDialogProps {
  /** The view to rename or share; null: a new view of the current list */
  view: SavedView | null;
  now: ViewQuery;
  onClose: () => void;
  onNotice: (text: string) => void;
}

/** Asks for the name and whether to share the view. Renaming does not change the filter of the view. */
function SaveViewDialog({ view, now, onClose, onNotice }: SaveViewDialogProps) {
  const t = useTranslations();
  const { show } = useDeviceSearch();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useMutation(saveView(useQueryClient()));
  const denied = useDenied('admin');
  const query = view?.query ?? now;

  function submit() {
    save.mutate(
      { id: view?.id ?? null, name: name.trim(), shared, query },
      {
        onSuccess: (written) => {
          onNotice(t('views.savedNote', { name: shownText(written.name) }));
          if (view === null) void show(written.query, written.id);
          onClose();
        },
      },
    );
  }

  return (
    <ModalDialog title={t(view ? 'views.editTitle' : 'views.saveTitle')} open onClose={onClose}>
      <ActionForm
        submit={t('views.submit')}
        pending={save.isPending}
        failure={<FailureLine error={save.error} />}
        className="mt-3"
        onCancel={onClose}
        onSubmit={submit}
      >
        <div className="flex flex-col gap-3">
          <TextField
            label={t('views.name')}
            note={t('views.nameNote')}
            value={name}
            onChange={setName}
            maxLength={100}
            required
          />
          <CheckLine
            checked={shared}
            disabled={denied !== null}
            onChange={({ target }) => setShared(target.checked)}
            hint={denied ?? t('views.shareHint')}
          >
            {t('views.share')}
          </CheckLine>
          <FilterSummary filter={query.filter} />
        </div>
      </ActionForm>
    </ModalDialog>
  );
}

interface DeleteViewDialogProps {
  view: SavedView;
  onClose: () => void;
  onNotice: (text: string) => void;
}

/** Says which view is deleted and who can no longer use it. The list does not change. */
function DeleteViewDialog({ view, onClose, onNotice }: DeleteViewDialogProps) {
  const t = useTranslations('views');
  const { change } = useDeviceSearch();
  const remove = useMutation(deleteView(useQueryClient()));

  const confirm = () =>
    remove.mutate(view.id, {
      onSuccess: () => {
        onNotice(t('deletedNote', { name: shownText(view.name) }));
        void change({ view: null });
        onClose();
      },
    });

  return (
    <ModalDialog title={t('deleteTitle', { name: shownText(view.name) })} open onClose={onClose}>
      <p className="mt-2">{t(view.shared ? 'deleteShared' : 'deleteOwn')}</p>
      <ConfirmForm
        submit={t('deleteSubmit')}
        danger
        pending={remove.isPending}
        failure={<FailureLine error={remove.error} />}
        onCancel={onClose}
        onConfirm={confirm}
      />
    </ModalDialog>
  );
}
