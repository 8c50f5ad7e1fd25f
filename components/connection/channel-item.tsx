'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { useClock } from '#components/ui/clock';
import { CircleCheck, CircleHelp, CircleOff, CirclePause, CloudOff, Hourglass } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { devicesHref } from '#lib/client/lists/list-links';
import type { ChannelStates } from '#lib/contract/channel';
import type { ConnectionState } from '#lib/contract/connection';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import { ProblemText, RemedyText } from './microsoft-problem.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { TagSettingsFacts } from './tag-settings.tsx';

const channelLooks = {
  off: { tone: 'muted', icon: CircleOff },
  held: { tone: 'wait', icon: CirclePause },
  unhealthy: { tone: 'bad', icon: CloudOff },
  throttled: { tone: 'wait', icon: Hourglass },
  unknown: { tone: 'muted', icon: CircleHelp },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<string, StatusLook>;

const ChannelStatus = statusBadge(channelLooks, () => useTranslations('channels.state'));

type State = ChannelStates[ReportingChannel];

function stateOf({ enabled, health, throttledUntil }: State, held: boolean, now: number) {
  if (!enabled) return 'off';
  if (health === 'unhealthy') return 'unhealthy';
  if (held) return 'held';
  if (throttledUntil !== null && Date.parse(throttledUntil) > now) return 'throttled';
  return health;
}

interface ChannelItemProps {
  channel: ReportingChannel;
  states: ChannelStates;
  connection: ConnectionState;
  /** Absent: not counted yet */
  devices: number | undefined;
  onSwitch: () => void;
  /** To other settings of the tag channel */
  onChange: () => void;
}

/** One way to Microsoft. The tag channel takes the devices of the others while it is on. */
export function ChannelItem(props: ChannelItemProps) {
  const { channel, states, connection, devices, onSwitch, onChange } = props;
  const t = useTranslations('channels');
  const channelName = useTranslations('connection.channel')(channel);
  const denied = useDenied('admin');
  const id = useId();
  const state = states[channel];
  const held = connection.paused !== null || connection.deprovisionedAt !== null;
  const status = stateOf(state, held, useClock());
  const change = t(state.enabled ? 'switchOff' : 'switchOn');
  return (
    <li
      className="flex min-w-0 flex-col gap-1 border-line border-t px-4 py-3 lg:first:border-e lg:last:col-span-2"
      aria-labelledby={id}
    >
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
      <ChannelAbout channel={channel} status={status} states={states} />
      {channel === 'tag' && <TagSettingsFacts tag={states.tag} onChange={onChange} />}
      {denied !== null && <p className="text-muted text-sm">{denied}</p>}
      <SetupGuide channel={channel} state={state} connection={connection} />
    </li>
  );
}

/** Counts beyond are not exact. */
const mostWaiting = 10_000;

interface ChannelAboutProps {
  channel: ReportingChannel;
  status: keyof typeof channelLooks;
  states: ChannelStates;
}

/** What the state means; of a channel that does not work, the problem and the remedy. */
function ChannelAbout({ channel, status, states }: ChannelAboutProps) {
  const t = useTranslations('channels');
  const channelName = useTranslations('connection.channel');
  const { problem, healthSince, throttledUntil } = states[channel];
  const isReplaced = channel !== 'tag' && states.tag.enabled;
  if (isReplaced && status !== 'unhealthy') {
    return <p className="text-muted">{t('about.replaced', { channel: channelName('tag') })}</p>;
  }
  if (channel === 'tag' && status === 'off') {
    return <p className="max-w-prose text-muted">{t('about.tagOff')}</p>;
  }
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
