'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ConfirmForm } from '#components/layout/action-form';
import { ReasonField } from '#components/layout/reason-field';
import { ModalDialog } from '#components/ui/modal-dialog';
import {
  type ConnectionVerb,
  changeConnection,
  managedCountQuery,
  takesReason,
} from '#lib/client/queries/connection-queries';
import type { ConnectionState, ProvisionAnswer } from '#lib/contract/connection';
import { ActionFailure } from './microsoft-problem.tsx';

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onDone: (warnings: ProvisionAnswer['warnings']) => void;
}

interface Props extends ConfirmProps {
  verb: ConnectionVerb;
  title: string;
  submit: string;
  danger?: boolean;
  /** What to type first, so that nobody confirms by accident */
  word?: string;
  /** What will happen */
  children: ReactNode;
}

/** Explains the effect of an action and asks for confirmation. */
function ConfirmDialog(props: Props) {
  const { verb, title, open, onClose, onDone, children, word, ...form } = props;
  const t = useTranslations('connection');
  const change = useMutation(changeConnection(useQueryClient(), verb));
  const [reason, setReason] = useState('');
  const close = () => {
    setReason('');
    change.reset();
    onClose();
  };
  return (
    <ModalDialog title={title} open={open} onClose={close}>
      <div className="mt-2 flex flex-col gap-2">
        {children}
        {takesReason(verb) && <ReasonField value={reason} onChange={setReason} />}
      </div>
      <ConfirmForm
        {...form}
        typing={
          word === undefined
            ? undefined
            : { label: t('confirmLabel', { word }), isRight: (typed) => typed === word }
        }
        pending={change.isPending}
        failure={<ActionFailure error={change.error} />}
        onCancel={close}
        onConfirm={() =>
          change.mutate(reason.trim(), {
            onSuccess: ({ warnings = [] }) => {
              onDone(warnings);
              close();
            },
          })
        }
      />
    </ModalDialog>
  );
}

/** Says how many devices are reported again. */
export function ResyncDialog({ running, ...props }: ConfirmProps & { running: boolean }) {
  const t = useTranslations('connection.resync');
  const { data: total } = useQuery({ ...managedCountQuery(), enabled: props.open });
  const effect = total ? (total.exact ? 'effect' : 'effectMoreThan') : 'effectAll';
  return (
    <ConfirmDialog {...props} verb="resync" title={t('title')} submit={t('submit')}>
      <p>{t(effect, { count: total?.value ?? 0 })}</p>
      <p className="text-muted">{t('pace')}</p>
      {running && <p className="text-wait">{t('restart')}</p>}
    </ConfirmDialog>
  );
}

/** Says how many devices it concerns, and what becomes of their reports. */
export function SwitchDialog({ paused, ...props }: ConfirmProps & { paused: boolean }) {
  const verb = paused ? 'resume' : 'pause';
  const name = `${verb}Dialog` as const;
  const t = useTranslations('connection');
  const { data: total } = useQuery({ ...managedCountQuery(), enabled: props.open });
  return (
    <ConfirmDialog
      {...props}
      verb={verb}
      title={t(`${name}.title`)}
      submit={t(`${name}.submit`)}
      danger={!paused}
    >
      {total && (
        <p className="font-medium">
          {t(total.exact ? 'switched.devices' : 'switched.moreDevices', { count: total.value })}
        </p>
      )}
      <p className="text-muted">{t(`${name}.note`)}</p>
    </ConfirmDialog>
  );
}

export function ProvisionDialog({ connection, ...props }: ConfirmProps & { connection: ConnectionState }) {
  const t = useTranslations('connection.provision');
  return (
    <ConfirmDialog {...props} verb="provision" title={t('title')} submit={t('submit')}>
      <p>{t('effect', { tenant: connection.tenantId })}</p>
      <p className="text-muted">{t('approval')}</p>
      {connection.paused && <p className="text-wait">{t('staysPaused')}</p>}
    </ConfirmDialog>
  );
}

export function DeprovisionDialog({ connection, ...props }: ConfirmProps & { connection: ConnectionState }) {
  const t = useTranslations('connection.deprovision');
  return (
    <ConfirmDialog
      {...props}
      verb="deprovision"
      title={t('title')}
      submit={t('submit')}
      word={t('word')}
      danger
    >
      <p>{t('effect', { tenant: connection.tenantId })}</p>
      <p className="text-muted">{t('undo')}</p>
    </ConfirmDialog>
  );
}
