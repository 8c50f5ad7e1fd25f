'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CircleCheck, CircleDashed, CircleHelp, CircleMinus, CircleX } from '#components/ui/icons';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { devicesHref } from '#lib/client/lists/list-links';
import { useLiveQueries } from '#lib/client/live-changes';
import { lastPreflightQuery } from '#lib/client/queries/connection-queries';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import type { ChannelStates } from '#lib/contract/channel';
import type { ConnectionState, PreflightAnswer } from '#lib/contract/connection';
import { partnerSetup, type SetupState, tagSetup, windowsSetup } from '#lib/domain/azure/channel-setup';
import type { ReportingChannel } from '#lib/domain/devices/channel';

const setupLooks = {
  done: { tone: 'good', icon: CircleCheck },
  missing: { tone: 'bad', icon: CircleX },
  open: { tone: 'muted', icon: CircleDashed },
  unneeded: { tone: 'muted', icon: CircleMinus },
  unseen: { tone: 'muted', icon: CircleHelp },
} as const satisfies Record<SetupState, StatusLook>;

const SetupStatus = statusBadge(setupLooks, () => useTranslations('channels.setup.state'));

interface Props {
  channel: ReportingChannel;
  state: ChannelStates[ReportingChannel];
  connection: ConnectionState;
}

/** What a channel needs at Microsoft, step by step, with what Tenko knows of each step: from its use, and from the last check. */
export function SetupGuide({ channel, state, connection }: Props) {
  const t = useTranslations('channels.setup');
  const preflight = useQuery(lastPreflightQuery()).data?.preflight ?? null;
  return (
    <details className="mt-1">
      <summary className="min-h-6 cursor-pointer rounded-md text-accent hover:underline">
        {t('title')}
      </summary>
      <ol
        className={`mt-1 grid list-decimal gap-x-10 gap-y-2 ps-5 ${channel === 'tag' ? 'lg:grid-cols-2' : ''}`}
      >
        {channel === 'partner' && (
          <PartnerSteps state={state} connection={connection} preflight={preflight} />
        )}
        {channel === 'windows' && <WindowsSteps state={state} preflight={preflight} />}
        {channel === 'tag' && <TagSteps state={state} />}
      </ol>
      <p className="mt-2 text-muted text-sm">{t('live')}</p>
    </details>
  );
}

const code = (words: ReactNode) => (
  <code translate="no" className="break-words font-mono">
    {words}
  </code>
);

interface PartnerStepsProps extends Omit<Props, 'channel'> {
  preflight: PreflightAnswer | null;
}

function PartnerSteps({ state, connection, preflight }: PartnerStepsProps) {
  const t = useTranslations('channels.setup.partner');
  const steps = partnerSetup({
    ...state,
    provisioned: connection.provisioned !== null,
    deprovisioned: connection.deprovisionedAt !== null,
    preflight: preflight?.steps ?? [],
  });
  return steps.map(({ step, state: known }) => (
    <SetupStep key={step} title={t(`${step}.title`)} state={known}>
      {t.rich(`${step}.text`, { code })}
    </SetupStep>
  ));
}

function WindowsSteps({ state, preflight }: Pick<PartnerStepsProps, 'state' | 'preflight'>) {
  const t = useTranslations('channels.setup.windows');
  return windowsSetup({ ...state, preflight: preflight?.steps ?? [] }).map(({ step, state: known }) => (
    <SetupStep key={step} title={t(`${step}.title`)} state={known}>
      {t.rich(`${step}.text`, { code })}
    </SetupStep>
  ));
}

/** Devices of the tag channel: each has one only while the channel is on. */
const tagged = { channel: ['tag' as const] };

function TagSteps({ state }: { state: Props['state'] }) {
  const t = useTranslations('channels.setup.tag');
  const windows = useTranslations('channels.setup.windows');
  const by = useQuery({ ...deviceCountsQuery(tagged), enabled: state.enabled }).data?.by?.access;
  useLiveQueries(deviceCountsQuery(tagged).queryKey, ({ devices }) => devices.length > 0);
  const access = by ? { known: by.let_in + by.likely_blocked, unknown: by.unknown } : null;
  return tagSetup({ ...state, access }).map(({ step, state: known }) =>
    step === 'permission' ? (
      <SetupStep key={step} title={windows('permission.title')} state={known}>
        {windows.rich('permission.text', { code })}
      </SetupStep>
    ) : (
      <SetupStep key={step} title={t(`${step}.title`)} state={known}>
        {t(`${step}.text`)}{' '}
        {step === 'evaluated' && access !== null && access.unknown > 0 && (
          <Link
            href={devicesHref({ ...tagged, access: ['unknown'] })}
            className="rounded-md text-accent underline"
          >
            {t('unknown', { count: access.unknown })}
          </Link>
        )}
      </SetupStep>
    ),
  );
}

interface SetupStepProps {
  title: string;
  state: SetupState;
  children: ReactNode;
}

function SetupStep({ title, state, children }: SetupStepProps) {
  return (
    <li>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{title}</span>
        <SetupStatus value={state} />
      </div>
      <p className="max-w-prose text-sm">{children}</p>
    </li>
  );
}
