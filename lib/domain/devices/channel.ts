import { hasChannel, type OperatingSystem, operatingSystems } from './operating-system.ts';

/**
 * How a device's verdict reaches Microsoft. `partner`: messages to Intune's partner service; `windows`: Microsoft Graph,
 * Windows only; `tag`: an extension attribute of the Entra device; `none`: not at all. Stored: their order is PostgreSQL's.
 */
export const channels = ['partner', 'windows', 'tag', 'none'] as const;
export type Channel = (typeof channels)[number];

/** Channels that an admin switches on and off. */
export const reportingChannels = ['partner', 'windows', 'tag'] as const satisfies readonly Channel[];
export type ReportingChannel = (typeof reportingChannels)[number];

/** Channels that write to device objects through Graph: each write has its result at once. */
export const graphChannels = ['windows', 'tag'] as const satisfies readonly ReportingChannel[];
export type GraphChannel = (typeof graphChannels)[number];

export function isGraphChannel(channel: Channel): channel is GraphChannel {
  return graphChannels.some((one) => one === channel);
}

/** Why a device has no channel. `channel_off`: an admin switched off the one that it would have. */
export const channelReasons = ['observed', 'os_unsupported', 'channel_off'] as const;
export type ChannelReason = (typeof channelReasons)[number];

export type EnabledChannels = Readonly<Record<ReportingChannel, boolean>>;

/** `reason`: only of `none` */
export interface ChannelChoice {
  channel: Channel;
  channelReason: ChannelReason | null;
}

const none = (channelReason: ChannelReason): ChannelChoice => ({ channel: 'none', channelReason });

/**
 * The one rule of who goes which way. Microsoft's partner service takes no Windows devices, and Graph lets apps write the
 * compliance of Windows devices only: https://learn.microsoft.com/graph/api/device-update
 */
export function channelOf(
  device: { os: OperatingSystem; feedObserves: boolean },
  enabled: EnabledChannels,
): ChannelChoice {
  const { os, feedObserves } = device;
  if (feedObserves && !enabled.tag) return none('observed');
  if (!hasChannel(os)) return none('os_unsupported');
  if (enabled.tag) return { channel: 'tag', channelReason: null };
  const channel = os === 'windows' ? 'windows' : 'partner';
  return enabled[channel] ? { channel, channelReason: null } : none('channel_off');
}

/** The choice for each operating system of one feed. */
export type ChannelTable = Readonly<Record<OperatingSystem, ChannelChoice>>;

export function channelTable(feedObserves: boolean, enabled: EnabledChannels): ChannelTable {
  const entries = operatingSystems.map((os) => [os, channelOf({ os, feedObserves }, enabled)] as const);
  return Object.fromEntries(entries) as Record<OperatingSystem, ChannelChoice>;
}
