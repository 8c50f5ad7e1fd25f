'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm } from '#components/layout/action-form';
import { ReasonField } from '#components/layout/reason-field';
import { ModalDialog } from '#components/ui/modal-dialog';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { RequestFailed } from '#lib/client/call';
import { switchChannel } from '#lib/client/queries/connection-queries';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import type { ChannelStates } from '#lib/contract/channel';
import { hasChannel, operatingSystems } from '#lib/domain/devices/operating-system';
import { deviceFilterRule, type TagSettings } from '#lib/domain/devices/tag';
import { ActionFailure } from './microsoft-problem.tsx';

/** The devices that move when the channel is switched on, and those that are written again when its settings change. */
const affected = {
  tagOn: { channel: ['partner', 'windows', 'none'], os: operatingSystems.filter(hasChannel) },
  tagChange: { channel: ['tag'] },
} as const;

interface Props {
  kind: keyof typeof affected;
  states: ChannelStates;
  onClose: () => void;
}

/** Switches the tag channel on, or changes what it writes. Says first how many devices that is about. */
export function TagDialog({ kind, states, onClose }: Props) {
  const t = useTranslations('channels.dialog');
  const names = useTranslations('connection.channel');
  const channel = names('tag');
  // As they were when the dialog opened.
  const [former] = useState<TagSettings>({ attribute: states.tag.attribute, values: states.tag.values });
  const [settings, setSettings] = useState(former);
  const [reason, setReason] = useState('');
  const change = useMutation(switchChannel(useQueryClient(), states));
  const { data } = useQuery(deviceCountsQuery(filterOf(kind)));
  const isOn = kind === 'tagOn';
  const otherRule = deviceFilterRule(settings) !== deviceFilterRule(former);
  const facts = { count: data?.total ?? 0, channel };
  return (
    <ModalDialog title={t(isOn ? 'on.title' : 'tagChange.title', { channel })} open onClose={onClose}>
      <ActionForm
        submit={t(isOn ? 'on.submit' : 'tagChange.submit')}
        pending={change.isPending || data === undefined}
        failure={<ActionFailure error={change.error} />}
        className="mt-2"
        onCancel={onClose}
        onSubmit={() =>
          change.mutate({ channel: 'tag', enabled: true, reason, tag: settings }, { onSuccess: onClose })
        }
      >
        <p className="font-medium">{data ? t(`${kind}.moves`, facts) : t('counting')}</p>
        <p>{t(`${kind}.effect`)}</p>
        {isOn && !states.partner.enabled && (
          <p className="text-wait">{t('partnerOff', { channel: names('partner') })}</p>
        )}
        {isOn && <p className="text-muted">{t('tagOn.note')}</p>}
        <p role="status" className="text-wait empty:hidden">
          {!isOn && otherRule && t('tagChange.rule')}
        </p>
        <TagFields
          settings={settings}
          unchanged={!isOn && !otherRule && settings.values.compliant === former.values.compliant}
          error={change.error}
          onChange={(changed) => {
            setSettings(changed);
            change.reset();
          }}
        />
        <ReasonField value={reason} onChange={setReason} />
      </ActionForm>
    </ModalDialog>
  );
}

function filterOf(kind: Props['kind']) {
  const { channel, ...others } = affected[kind];
  return { ...others, channel: [...channel] };
}

function areSame({ values }: TagSettings): boolean {
  return values.compliant.trim() === values.noncompliant.trim();
}

const attributes = Array.from({ length: 15 }, (_, index) => {
  return { value: String(index + 1), label: `extensionAttribute${index + 1}` };
});

interface TagFieldsProps {
  settings: TagSettings;
  /** There is nothing to save */
  unchanged: boolean;
  /** Why the API did not take them */
  error: Error | null;
  onChange: (settings: TagSettings) => void;
}

function TagFields({ settings, unchanged, error, onChange }: TagFieldsProps) {
  const t = useTranslations('channels.tag');
  const nothingChanged = useTranslations('common')('nothingChanged');
  const { attribute, values } = settings;

  /** What is wrong with a value: known before it is sent, or said by the API. */
  function errorOf(name: keyof TagSettings['values']): string {
    if (name === 'noncompliant' && areSame(settings)) return t('same');
    const errors = error instanceof RequestFailed ? error.problem?.errors : undefined;
    const found = errors?.find(({ path }) => path === `tag.values.${name}`);
    return found ? t('refused', { reason: found.message }) : '';
  }

  const problems = {
    compliant: unchanged ? nothingChanged : null,
    noncompliant: areSame(settings) ? t('same') : null,
  };
  return (
    <>
      <SelectField
        label={t('attribute')}
        note={t('unused')}
        value={String(attribute)}
        choices={attributes}
        onChoose={(number) => onChange({ ...settings, attribute: Number(number) })}
      />
      {(['compliant', 'noncompliant'] as const).map((name) => (
        <TextField
          key={name}
          label={t(name)}
          note={t(`${name}Note`)}
          value={values[name]}
          error={errorOf(name)}
          problem={problems[name]}
          onChange={(value) => onChange({ ...settings, values: { ...values, [name]: value } })}
          required
          maxLength={256}
          spellCheck={false}
        />
      ))}
    </>
  );
}
