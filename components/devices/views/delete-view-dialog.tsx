'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ConfirmForm } from '#components/layout/confirm-form';
import { FailureLine } from '#components/layout/failure-line';
import { ModalDialog } from '#components/ui/modal-dialog';
import { deleteView } from '#lib/client/queries/view-mutations';
import type { SavedView } from '#lib/contract/view';
import { shownText } from '#lib/domain/text/shown-text';
import { useDeviceSearch } from '../filters/use-device-search.ts';

interface Props {
  view: SavedView;
  onClose: () => void;
  onSaid: (text: string) => void;
}

/** Names the view and who loses it. The list stays as it is. */
export function DeleteViewDialog({ view, onClose, onSaid }: Props) {
  const t = useTranslations('views');
  const { change } = useDeviceSearch();
  const remove = useMutation(deleteView(useQueryClient()));

  const confirm = () =>
    remove.mutate(view.id, {
      onSuccess: () => {
        onSaid(t('deletedNote', { name: shownText(view.name) }));
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
