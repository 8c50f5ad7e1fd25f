'use client';

import { type MutationOptions, useMutation } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RequestFailed } from '#lib/client/call';
import type { Problem } from '#lib/contract/primitives';
import type { ErrorCode } from '#lib/errors';
import { NewerVersionDialog } from './meanwhile.tsx';

/** `failure`: why it was not saved, other than what `dialog` asks about. */
export interface Saving<V> {
  save: (wanted: V) => void;
  pending: boolean;
  failure: Error | null;
  dialog: ReactNode;
}

interface Wanted {
  id: string | null;
  expectedVersion?: number | undefined;
  confirm?: number | undefined;
}

interface About<R> {
  /** When devices lose access */
  brake: string;
  /** What becomes of what somebody else saved */
  replace: string;
  /** Below which pages show what is saved */
  path: string;
  onSaved: (saved: R) => void;
}

/** Saves something, and asks first where that would take access from many devices, or replace what somebody else saved. */
export function useGuardedSave<R, V extends Wanted>(
  options: MutationOptions<R, Error, V>,
  { onSaved, ...about }: About<R>,
): Saving<V> {
  const saving = useMutation(options);
  const [asked, setAsked] = useState<{ wanted: V; problem: Problem } | null>(null);

  function save(wanted: V): void {
    saving.mutate(wanted, {
      onSuccess: (saved) => {
        setAsked(null);
        onSaved(saved);
      },
      onError: (error) => {
        const problem = questionOf(error);
        setAsked(problem === null ? null : { wanted, problem });
      },
    });
  }
  const failure = questionOf(saving.error) === null ? saving.error : null;
  const dialog = asked && (
    <QuestionDialog
      {...asked}
      {...about}
      pending={saving.isPending}
      onCancel={() => setAsked(null)}
      onConfirm={(more) => save({ ...asked.wanted, ...more })}
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

interface QuestionProps extends Omit<About<never>, 'onSaved'> {
  wanted: Wanted;
  problem: Problem;
  pending: boolean;
  onCancel: () => void;
  onConfirm: (more: Partial<Wanted>) => void;
}

function QuestionDialog(props: QuestionProps) {
  const { wanted, problem, brake, replace, path, onConfirm, ...dialog } = props;
  const { count, current } = problem;
  const { id, expectedVersion } = wanted;
  if (current !== undefined && id !== null && expectedVersion !== undefined)
    return (
      <NewerVersionDialog
        {...dialog}
        href={`${path}/${id}`}
        text={replace}
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
      text={brake}
      onConfirm={() => onConfirm({ confirm: count })}
    />
  );
}

interface BrakeProps {
  count: number;
  /** When they lose it */
  text: string;
  pending: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks for the number of devices that lose access, so that nobody blocks a fleet by mistake. */
function BrakeDialog({ count, text, pending, onCancel, onConfirm }: BrakeProps) {
  const t = useTranslations('policies.confirm');
  const format = useFormatter();
  return (
    <ModalDialog title={t('title', { count })} open onClose={onCancel}>
      <p className="mt-2">{text}</p>
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
