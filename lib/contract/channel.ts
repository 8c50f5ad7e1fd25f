import { z } from 'zod';
import { connectionHealths } from '#lib/domain/azure/connection-health';
import { channelReasons, channels } from '#lib/domain/devices/channel';
import { walk } from './connection.ts';
import type { Operations } from './operation.ts';
import { text } from './primitives.ts';

const nullableTime = z.string().nullable();

/** Of a device */
export const deviceChannel = {
  /** How its verdict reaches Microsoft */
  channel: z.enum(channels),
  /** Why it has no channel; null: it has one */
  channelReason: z.enum(channelReasons).nullable(),
};

const onOff = z.strictObject({ enabled: z.boolean() });

/** What the tag channel writes: at most 1,024 characters fit in an extension attribute */
const tag = onOff.extend({
  /** The number of the extension attribute */
  attribute: z.number().int().min(1).max(15),
  values: z.strictObject({ compliant: text(256), noncompliant: text(256) }),
});

/** Accepted, so that the channels can be sent back as they were received, and not looked at. */
const ignored = z.unknown().optional();
const asReceived = {
  health: ignored,
  healthSince: ignored,
  problem: ignored,
  throttledUntil: ignored,
  waiting: ignored,
};

const channelSettings = z.strictObject({
  partner: onOff.extend(asReceived),
  windows: onOff.extend(asReceived),
  tag: tag.extend(asReceived).refine(({ values }) => values.compliant !== values.noncompliant, {
    path: ['values', 'noncompliant'],
    message: 'must differ from the value for compliant devices',
  }),
});

/** `reason`: for the audit log */
const channelChange = channelSettings.extend({ reason: text(500).optional(), change: ignored });
export type ChannelChange = z.infer<typeof channelChange>;

const state = {
  health: z.enum(connectionHealths),
  healthSince: nullableTime,
  problem: z.object({ code: z.string(), detail: z.string().nullable() }).nullable(),
  throttledUntil: nullableTime,
  /** Devices whose report is due by this channel, or in a message that is not sent yet, counted up to 10,001 */
  waiting: z.number().int(),
};

export const channelStates = z
  .object({
    partner: onOff.extend(state),
    windows: onOff.extend(state),
    tag: tag.extend(state),
    /** Devices move to another channel since the last change: how many so far; null: no change was made yet */
    change: walk.nullable(),
  })
  .meta({ id: 'Channels' });
export type ChannelStates = z.infer<typeof channelStates>;

export const channelOperations = {
  'GET /api/v1/connection/channels': {
    summary: 'Get the channels by which verdicts reach Microsoft, each with its health and queue',
    scope: 'devices:read',
    answer: channelStates,
  },
  'PUT /api/v1/connection/channels': {
    summary:
      'Switch channels on and off. Devices move to the channel that the settings give them, and are reported',
    scope: 'admin',
    body: channelChange,
    answer: channelStates,
  },
} satisfies Operations;
