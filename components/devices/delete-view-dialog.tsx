'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { deleteView } from '#lib/client/view-mutations';
import type { SavedView } from '#lib/contract/view';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { useDeviceSearch } from './use-device-search.ts';

interface Props {
  view: SavedView;
  onClose: () => void;
  onSaid: (text: string) => void;
}

/** Names the view and who loses it. The list stays as it is. */
export function DeleteViewDialog({ view, onClose, onSaid }: Props) {
  const t = useTranslations();
  const textOf = useErrorText();
  const { change } = useDeviceSearch();
  const remove = useMutation(deleteView(useQueryClient()));

  function confirm() {
    if (remove.isPending) return;
    remove.mutate(view.id, {
      onSuccess: () => {
        onSaid(t('views.deletedNote', { name: view.name }));
        void change({ view: null });
        onClose();
      },
    });
  }

  return (
    <ModalDialog title={t('views.deleteTitle', { name: view.name })} open onClose={onClose}>
      <p className="mt-2">{t(view.shared ? 'views.deleteShared' : 'views.deleteOwn')}</p>
      <p role="alert" className="mt-2 text-bad empty:hidden">
        {remove.isError && textOf(remove.error)}
      </p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="danger" disabled={remove.isPending} onClick={confirm}>
          {t('views.deleteSubmit')}
        </Button>
      </div>
    </ModalDialog>
  );
}
