'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { useClock } from '#components/ui/clock';
import { CircleCheck, CircleHelp, CircleOff, CirclePause, CloudOff, Hourglass } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { devicesHref } from '#lib/client/lists/list-links';
import { useLiveQueries } from '#lib/client/live-changes';
import { channelsQuery } from '#lib/client/queries/connection-queries';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import type { ChannelStates } from '#lib/contract/channel';
import type { ConnectionState } from '#lib/contract/connection';
import { shownText } from '#lib/domain/text/shown-text';
import { QueryError } from '../layout/load-error.tsx';
import { ProblemText, RemedyText } from './microsoft-problem.tsx';
import { type OfferedChannel, offeredChannels } from './offered-channels.ts';
import { SetupGuide } from './setup-guide.tsx';

const SwitchChannelDialog = dynamic(() =>
  import('./switch-channel-dialog.tsx').then((module) => module.SwitchChannelDialog),
);

/** Every device: the link of each number leads to exactly these. */
const everyDevice = {};

/** The ways to Microsoft: which devices take them, how they are, what they need, and their switches. */
export function ChannelsPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('channels');
  const query = useQuery(channelsQuery());
  const counts = useQuery(deviceCountsQuery(everyDevice)).data?.by?.channel;
  const [asking, setAsking] = useState<OfferedChannel | null>(null);
  useLiveQueries(channelsQuery().queryKey, ({ devices, topics }) => {
    return topics.includes('connection') || devices.length > 0;
  });
  useLiveQueries(deviceCountsQuery(everyDevice).queryKey, ({ devices }) => devices.length > 0);
  const states = query.data;
  return (
    <Panel title={t('title')} flush>
      <div className="px-4 py-3">
        <p className="max-w-prose text-muted">{t('lead')}</p>
        <QueryError query={query} />
        {states && <ChannelMove change={states.change} />}
      </div>
      {states && (
        <>
          <ul className="-mt-px grid lg:grid-cols-2 lg:divide-x lg:divide-line">
            {offeredChannels.map((channel) => (
              <ChannelItem
                key={channel}
                channel={channel}
                states={states}
                connection={connection}
                devices={counts?.[channel]}
                onSwitch={() => setAsking(channel)}
              />
            ))}
          </ul>
          {counts !== undefined && counts.none > 0 && <WithoutChannel count={counts.none} />}
        </>
      )}
      {asking !== null && states && (
        <SwitchChannelDialog channel={asking} states={states} onClose={() => setAsking(null)} />
      )}
    </Panel>
  );
}

/** How far the devices moved since the channels were changed. */
function ChannelMove({ change }: { change: ChannelStates['change'] }) {
  const t = useTranslations('channels');
  if (change === null) return null;
  const { startedAt, finishedAt, by, reached } = change;
  const facts = { by: shownText(by ?? ''), count: reached };
  return (
    <p role="status" className={finishedAt === null ? 'mt-1 text-wait' : 'mt-1 text-muted'}>
      {t.rich(finishedAt === null ? 'moving' : 'moved', {
        ...facts,
        ago: () => <RelativeTime value={finishedAt ?? startedAt} />,
      })}
    </p>
  );
}

const channelLooks = {
  off: { tone: 'muted', icon: CircleOff },
  held: { tone: 'wait', icon: CirclePause },
  unhealthy: { tone: 'bad', icon: CloudOff },
  throttled: { tone: 'wait', icon: Hourglass },
  unknown: { tone: 'muted', icon: CircleHelp },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<string, StatusLook>;

const ChannelStatus = statusBadge(channelLooks, () => useTranslations('channels.state'));

type State = ChannelStates[OfferedChannel];

function stateOf({ enabled, health, throttledUntil }: State, held: boolean, now: number) {
  if (!enabled) return 'off';
  if (health === 'unhealthy') return 'unhealthy';
  if (held) return 'held';
  if (throttledUntil !== null && Date.parse(throttledUntil) > now) return 'throttled';
  return health;
}

interface ChannelItemProps {
  channel: OfferedChannel;
  states: ChannelStates;
  connection: ConnectionState;
  /** Absent: not counted yet */
  devices: number | undefined;
  onSwitch: () => void;
}

function ChannelItem({ channel, states, connection, devices, onSwitch }: ChannelItemProps) {
  const t = useTranslations('channels');
  const channelName = useTranslations('connection.channel')(channel);
  const denied = useDenied('admin');
  const id = useId();
  const state = states[channel];
  const held = connection.paused !== null || connection.deprovisionedAt !== null;
  const status = stateOf(state, held, useClock());
  const change = t(state.enabled ? 'switchOff' : 'switchOn');
  return (
    <li className="flex min-w-0 flex-col gap-1 border-line border-t px-4 py-3" aria-labelledby={id}>
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          <h3 id={id} className="font-semibold">
            {channelName}
          </h3>
          <p className="text-muted">{t(`systems.${channel}`)}</p>
        </div>
        <Button
          onClick={onSwitch}
          disabled={denied !== null}
          title={denied ?? undefined}
          aria-label={t('switchName', { action: change, channel: channelName })}
        >
          {change}
        </Button>
      </div>
      <p className="flex flex-wrap items-baseline gap-x-4">
        <ChannelStatus value={status} />
        {devices !== undefined && (
          <Link href={devicesHref({ channel: [channel] })} className="rounded-md text-accent hover:underline">
            {t('devices', { count: devices })}
          </Link>
        )}
        {state.waiting > 0 && (
          <span className="text-wait">
            {t(state.waiting > mostWaiting ? 'waitingMoreThan' : 'waiting', {
              count: Math.min(state.waiting, mostWaiting),
            })}
          </span>
        )}
      </p>
      <ChannelAbout channel={channel} status={status} state={state} />
      {denied !== null && <p className="text-muted text-sm">{denied}</p>}
      <SetupGuide channel={channel} state={state} connection={connection} />
    </li>
  );
}

/** Counts beyond are not exact. */
const mostWaiting = 10_000;

interface ChannelAboutProps {
  channel: OfferedChannel;
  status: keyof typeof channelLooks;
  state: State;
}

/** What the state means; of a channel that does not work, the problem and the remedy. */
function ChannelAbout({ channel, status, state }: ChannelAboutProps) {
  const t = useTranslations('channels');
  const { problem, healthSince, throttledUntil } = state;
  switch (status) {
    case 'off':
    case 'held':
      return <p className="text-muted">{t(`about.${status}`)}</p>;
    case 'unknown':
      return <p className="text-muted">{t('about.unknown')}</p>;
    case 'healthy':
      return null;
    case 'throttled':
      return (
        <p className="text-muted">
          {t.rich('about.throttled', {
            ago: () => throttledUntil && <RelativeTime value={throttledUntil} future />,
          })}
        </p>
      );
    case 'unhealthy':
      return (
        <>
          <p className="text-muted">
            {t.rich('about.unhealthy', { ago: () => healthSince && <RelativeTime value={healthSince} /> })}
          </p>
          {problem && (
            <p className="text-bad">
              <ProblemText problem={problem} />
            </p>
          )}
          {/* That of the partner channel is at the top of the page. */}
          {problem && channel !== 'partner' && <RemedyText code={problem.code} step={null} />}
        </>
      );
  }
}

/** Devices that no channel takes, and why. */
function WithoutChannel({ count }: { count: number }) {
  const t = useTranslations('channels');
  return (
    <p className="border-line border-t px-4 py-3 text-muted">
      <Link href={devicesHref({ channel: ['none'] })} className="rounded-md text-accent underline">
        {t('without', { count })}
      </Link>{' '}
      {t('withoutWhy')}
    </p>
  );
}
