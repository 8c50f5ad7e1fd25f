'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm } from '#components/layout/action-form';
import { ReasonField } from '#components/layout/reason-field';
import { ModalDialog } from '#components/ui/modal-dialog';
import { switchChannel } from '#lib/client/queries/connection-queries';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import type { ChannelStates } from '#lib/contract/channel';
import { channelOf, type ReportingChannel } from '#lib/domain/devices/channel';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { ActionFailure } from './microsoft-problem.tsx';

interface Props {
  channel: ReportingChannel;
  states: ChannelStates;
  onClose: () => void;
}

/** Says how many devices move, where to, and what that means; then switches the channel. */
export function SwitchChannelDialog({ channel, states, onClose }: Props) {
  const t = useTranslations('channels.dialog');
  const words = useTranslations('channels');
  const names = useTranslations('connection.channel');
  const channelName = names(channel);
  const [reason, setReason] = useState('');
  const change = useMutation(switchChannel(useQueryClient(), states));
  // As it was when the dialog opened: another admin may switch meanwhile.
  const [enabled] = useState(!states[channel].enabled);
  const moving = movingFilter(channel, enabled, states);
  const counts = useQuery({ ...deviceCountsQuery(moving ?? {}), enabled: moving !== null });
  const total = moving === null ? 0 : counts.data?.total;
  const to = enabled ? 'on' : 'off';
  // The tag channel is switched on by a dialog of its own.
  const about = channel === 'tag' ? 'tagOff' : to;
  const facts = { count: total ?? 0, systems: words(`systems.${channel}`), channel: channelName };
  return (
    <ModalDialog title={t(`${to}.title`, { channel: channelName })} open onClose={onClose}>
      <ActionForm
        submit={t(`${to}.submit`)}
        danger={!enabled}
        pending={change.isPending || total === undefined}
        failure={<ActionFailure error={change.error} />}
        className="mt-2"
        onCancel={onClose}
        onSubmit={() => change.mutate({ channel, enabled, reason }, { onSuccess: onClose })}
      >
        <p className="font-medium">{total === undefined ? t('counting') : t(`${about}.moves`, facts)}</p>
        {moving === null && <p className="text-wait">{words('about.replaced', { channel: names('tag') })}</p>}
        <p>{t(`${about}.effect`)}</p>
        {channel === 'partner' && !enabled && states.tag.enabled && (
          <p className="text-wait">{t('partnerOff', { channel: channelName })}</p>
        )}
        <p className="text-muted">{t(`${about}.note`)}</p>
        <ReasonField value={reason} onChange={setReason} />
      </ActionForm>
    </ModalDialog>
  );
}

/** The devices that move: those of the channel, or those that wait for it; null: none, because another channel takes them. */
function movingFilter(channel: ReportingChannel, enabled: boolean, states: ChannelStates) {
  if (!enabled) return { channel: [channel] };
  const after = {
    partner: states.partner.enabled,
    windows: states.windows.enabled,
    tag: states.tag.enabled,
    [channel]: true,
  };
  const os = operatingSystems.filter((system) => {
    return channelOf({ os: system, feedObserves: false }, after).channel === channel;
  });
  return os.length === 0 ? null : { channel: ['none' as const], os };
}
