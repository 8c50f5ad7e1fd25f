'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RequestFailed } from '#lib/client/call';
import { type PolicyToSave, savePolicy } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';

/**
 * Returns what saves a policy. If that would take access from many devices, `dialog` asks for their number first.
 * `failure`: why the policy was not saved, other than that.
 */
export function useSavePolicy(onSaved: (policy: PolicyItem) => void): {
  save: (policy: PolicyToSave) => void;
  pending: boolean;
  failure: Error | null;
  dialog: ReactNode;
} {
  const saving = useMutation(savePolicy(useQueryClient()));
  const [asked, setAsked] = useState<{ policy: PolicyToSave; count: number } | null>(null);

  function save(policy: PolicyToSave): void {
    saving.mutate(policy, {
      onSuccess: (saved) => {
        setAsked(null);
        onSaved(saved);
      },
      onError: (error) => {
        const count = countToConfirm(error);
        setAsked(count === null ? null : { policy, count });
      },
    });
  }
  const failure = countToConfirm(saving.error) === null ? saving.error : null;
  const dialog = asked && (
    <BrakeDialog
      key={asked.count}
      count={asked.count}
      pending={saving.isPending}
      onCancel={() => setAsked(null)}
      onConfirm={() => save({ ...asked.policy, confirm: asked.count })}
    />
  );
  return { save, pending: saving.isPending, failure, dialog };
}

function countToConfirm(error: Error | null): number | null {
  const problem = error instanceof RequestFailed ? error.problem : null;
  return problem?.code === 'confirmation_needed' ? (problem.count ?? null) : null;
}

interface Props {
  count: number;
  pending: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks for the number of devices that lose access, so that nobody blocks a fleet by mistake. */
function BrakeDialog({ count, pending, onCancel, onConfirm }: Props) {
  const t = useTranslations('policies.confirm');
  const format = useFormatter();
  return (
    <ModalDialog title={t('title', { count })} open onClose={onCancel}>
      <p className="mt-2">{t('text')}</p>
      <ConfirmForm
        typing={{
          label: t('label', { count }),
          isRight: (typed) => [String(count), format.number(count)].includes(typed),
          numeric: true,
        }}
        submit={t('submit')}
        danger
        pending={pending}
        failure={<FailureLine error={null} />}
        onCancel={onCancel}
        onConfirm={onConfirm}
      />
    </ModalDialog>
  );
}
