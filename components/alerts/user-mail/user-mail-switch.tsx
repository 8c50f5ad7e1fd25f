'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { CircleCheck, CircleOff } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { HeadlinePanel } from '#components/ui/panel';
import { saveUserMail, userMailQuery } from '#lib/client/queries/alert-queries';
import type { UserMailItem } from '#lib/contract/user-mail';
import { draftOfUserMail, type UserMailDraft } from './user-mail-form.tsx';

interface Props {
  stored: UserMailItem;
  draft: UserMailDraft;
  unsaved: boolean;
  onSaved: () => void;
}

/** Whether users are mailed, how many would be, and the button that changes it. */
export function UserMailSwitch({ stored, ...parts }: Props) {
  const t = useTranslations('alerts.userMail');
  const denied = useDenied('admin');
  const [asking, setAsking] = useState(false);
  const off = useMutation(saveUserMail(useQueryClient()));
  const { enabled, configured, wouldReceive } = stored;
  const reason = denied ?? (enabled || configured ? null : t('cannot'));
  return (
    <HeadlinePanel
      tone={enabled ? 'good' : 'muted'}
      icon={enabled ? CircleCheck : CircleOff}
      title={enabled ? t('on') : t('off')}
      live
    >
      <p className="max-w-prose">{t('wouldReceive', { count: wouldReceive })}</p>
      {reason !== null && <p className="mt-1 text-muted text-sm">{reason}</p>}
      <FailureLine error={off.error} />
      <p className="mt-2">
        <Button
          look={enabled ? 'plain' : 'primary'}
          disabled={reason !== null || off.isPending}
          title={reason ?? undefined}
          // What is edited below stays as it is, unsaved.
          onClick={() =>
            enabled ? off.mutate({ ...draftOfUserMail(stored), enabled: false }) : setAsking(true)
          }
        >
          {enabled ? t('switchOff') : t('switchOn')}
        </Button>
      </p>
      {asking && <SwitchOnDialog {...parts} onClose={() => setAsking(false)} />}
    </HeadlinePanel>
  );
}

interface DialogProps extends Omit<Props, 'stored'> {
  onClose: () => void;
}

/** Asks before users are mailed, with how many it is about now. */
function SwitchOnDialog({ draft, unsaved, onSaved, onClose }: DialogProps) {
  const t = useTranslations('alerts.userMail');
  const { data } = useQuery({ ...userMailQuery(), refetchOnMount: 'always' });
  const save = useMutation(saveUserMail(useQueryClient()));
  return (
    <ModalDialog title={t('onTitle')} open onClose={onClose}>
      <div className="mt-2 flex flex-col gap-2">
        <p>{t('wouldReceive', { count: data?.wouldReceive ?? 0 })}</p>
        <p className="text-muted">{t('fromNow')}</p>
        {unsaved && <p className="text-wait">{t('alsoSaved')}</p>}
      </div>
      <ConfirmForm
        submit={t('switchOn')}
        pending={save.isPending}
        failure={<FailureLine error={save.error} />}
        onCancel={onClose}
        onConfirm={() =>
          save.mutate(
            { ...draft, enabled: true },
            {
              onSuccess: () => {
                onSaved();
                onClose();
              },
            },
          )
        }
      />
    </ModalDialog>
  );
}
