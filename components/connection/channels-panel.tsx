'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { devicesHref } from '#lib/client/lists/list-links';
import { useLiveQueries } from '#lib/client/live-changes';
import { channelsQuery } from '#lib/client/queries/connection-queries';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import type { ChannelStates } from '#lib/contract/channel';
import type { ConnectionState } from '#lib/contract/connection';
import { type ReportingChannel, reportingChannels } from '#lib/domain/devices/channel';
import { shownText } from '#lib/domain/text/shown-text';
import { QueryError } from '../layout/load-error.tsx';
import { ChannelItem } from './channel-item.tsx';

const SwitchChannelDialog = dynamic(() =>
  import('./switch-channel-dialog.tsx').then((module) => module.SwitchChannelDialog),
);
const TagDialog = dynamic(() => import('./tag-dialog.tsx').then((module) => module.TagDialog));

/** Every device: the link of each number leads to exactly these. */
const everyDevice = {};

/** What the open dialog asks: to switch a channel, or to change what the tag channel writes. */
type Asking = ReportingChannel | 'tagSettings';

/** The ways to Microsoft: which devices take them, how they are, what they need, and their switches. */
export function ChannelsPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('channels');
  const query = useQuery(channelsQuery());
  const counts = useQuery(deviceCountsQuery(everyDevice)).data?.by?.channel;
  const [asking, setAsking] = useState<Asking | null>(null);
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
          <ul className="-mt-px grid lg:grid-cols-2">
            {reportingChannels.map((channel) => (
              <ChannelItem
                key={channel}
                channel={channel}
                states={states}
                connection={connection}
                devices={counts?.[channel]}
                onSwitch={() => setAsking(channel)}
                onChange={() => setAsking('tagSettings')}
              />
            ))}
          </ul>
          {counts !== undefined && counts.none > 0 && <WithoutChannel count={counts.none} />}
        </>
      )}
      {asking !== null && states && (
        <ChannelDialog asking={asking} states={states} onClose={() => setAsking(null)} />
      )}
    </Panel>
  );
}

interface ChannelDialogProps {
  asking: Asking;
  states: ChannelStates;
  onClose: () => void;
}

function ChannelDialog({ asking, states, onClose }: ChannelDialogProps) {
  // As it was when the dialog opened: the channel is on before the dialog closes.
  const [wasOn] = useState(states.tag.enabled);
  if (asking === 'tagSettings') return <TagDialog kind="tagChange" states={states} onClose={onClose} />;
  if (asking === 'tag' && !wasOn) return <TagDialog kind="tagOn" states={states} onClose={onClose} />;
  return <SwitchChannelDialog channel={asking} states={states} onClose={onClose} />;
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
