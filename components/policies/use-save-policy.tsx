'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { RequestFailed } from '#lib/client/call';
import { type PolicyToSave, savePolicy } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import type { Problem } from '#lib/contract/primitives';
import type { ErrorCode } from '#lib/errors';
import { BrakeDialog } from './brake-dialog.tsx';
import { NewerVersionDialog } from './meanwhile.tsx';

/**
 * Returns what saves a policy. If that would take access from many devices, or replace what somebody else saved meanwhile,
 * `dialog` asks first. `failure`: why the policy was not saved, other than that.
 */
export function useSavePolicy(onSaved: (policy: PolicyItem) => void): {
  save: (policy: PolicyToSave) => void;
  pending: boolean;
  failure: Error | null;
  dialog: ReactNode;
} {
  const saving = useMutation(savePolicy(useQueryClient()));
  const [asked, setAsked] = useState<{ policy: PolicyToSave; problem: Problem } | null>(null);

  function save(policy: PolicyToSave): void {
    saving.mutate(policy, {
      onSuccess: (saved) => {
        setAsked(null);
        onSaved(saved);
      },
      onError: (error) => {
        const problem = questionOf(error);
        setAsked(problem === null ? null : { policy, problem });
      },
    });
  }
  const failure = questionOf(saving.error) === null ? saving.error : null;
  const dialog = asked && (
    <QuestionDialog
      {...asked}
      pending={saving.isPending}
      onCancel={() => setAsked(null)}
      onConfirm={(more) => save({ ...asked.policy, ...more })}
    />
  );
  return { save, pending: saving.isPending, failure, dialog };
}

const questions: readonly string[] = ['confirmation_needed', 'changed_meanwhile'] satisfies ErrorCode[];

/** A refusal that the admin can override. */
function questionOf(error: Error | null): Problem | null {
  const problem = error instanceof RequestFailed ? error.problem : null;
  return problem !== null && questions.includes(problem.code) ? problem : null;
}

interface QuestionProps {
  policy: PolicyToSave;
  problem: Problem;
  pending: boolean;
  onCancel: () => void;
  onConfirm: (more: Partial<PolicyToSave>) => void;
}

function QuestionDialog({ policy, problem: { count, current }, onConfirm, ...dialog }: QuestionProps) {
  const text = useTranslations('policies.confirm')('text');
  const { id, expectedVersion } = policy;
  if (current !== undefined && id !== null && expectedVersion !== undefined)
    return (
      <NewerVersionDialog
        {...dialog}
        id={id}
        current={current}
        from={expectedVersion}
        onConfirm={() => onConfirm({ expectedVersion: current.version })}
      />
    );
  if (count === undefined) return null;
  return (
    <BrakeDialog
      key={count}
      {...dialog}
      count={count}
      text={text}
      onConfirm={() => onConfirm({ confirm: count })}
    />
  );
}
