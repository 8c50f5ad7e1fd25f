import type { ReportingChannel } from '#lib/domain/devices/channel';

/** Channels that the page offers: a channel without an engine would leave its devices unreported. */
export const offeredChannels = ['partner', 'windows'] as const satisfies readonly ReportingChannel[];
export type OfferedChannel = (typeof offeredChannels)[number];
