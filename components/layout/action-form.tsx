'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button';
import { isReadyToSend } from '#components/ui/field-problem';
import { TextField } from '#components/ui/text-field';
import { useErrorText } from './use-error-text.ts';

interface Props {
  submit: string;
  danger?: boolean;
  /** The button's text, if it is not “Cancel” */
  cancel?: string;
  /** The action is under way, or it is not known yet what it is about */
  pending: boolean;
  /** What was asked for cannot be taken back: see `useMadeOnce` */
  firm?: boolean;
  /** Why the action failed */
  failure: ReactNode;
  className?: string;
  onCancel: () => void;
  onSubmit: () => void;
  /** The fields, and what the action does */
  children?: ReactNode;
}

/** The form of every dialog: fields, which say themselves what is missing, the reason of a failure, and the two buttons. */
export function ActionForm(props: Props) {
  const { submit, danger = false, cancel, pending, failure, className = '' } = props;
  const t = useTranslations('common');
  return (
    <form
      noValidate
      className={`flex flex-col gap-2 ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && isReadyToSend(event.currentTarget)) props.onSubmit();
      }}
    >
      {props.children}
      {failure}
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button disabled={props.firm ?? false} onClick={props.onCancel}>
          {cancel ?? t('cancel')}
        </Button>
        <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={pending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** Why an action failed; empty and hidden until then. */
export function FailureLine({ error }: { error: Error | null }) {
  const errorText = useErrorText();
  return (
    <p role="alert" className="text-bad empty:hidden">
      {error && errorText(error)}
    </p>
  );
}

interface ConfirmFormProps {
  /** What to type first, so that nobody confirms by accident */
  typing?: { label: string; isRight: (typed: string) => boolean; numeric?: boolean } | undefined;
  submit: string;
  danger?: boolean;
  pending: boolean;
  /** What was asked for cannot be taken back: see `useMadeOnce` */
  firm?: boolean;
  /** Why the action failed */
  failure: ReactNode;
  onCancel: () => void;
  onConfirm: () => void;
}

/** The end of a dialog that asks for confirmation. */
export function ConfirmForm({ typing, onConfirm, ...form }: ConfirmFormProps) {
  const t = useTranslations('common');
  const [typed, setTyped] = useState('');
  const isRight = typing === undefined || typing.isRight(typed.trim());
  return (
    <ActionForm {...form} className="mt-5" onSubmit={onConfirm}>
      {typing && (
        <TextField
          label={typing.label}
          value={typed}
          problem={isRight ? null : t('typeAsShown')}
          required
          onChange={setTyped}
          inputMode={typing.numeric ? 'numeric' : undefined}
          className={typing.numeric ? 'w-32' : ''}
        />
      )}
    </ActionForm>
  );
}
