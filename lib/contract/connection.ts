import { z } from 'zod';
import { azureServices, azureSteps, connectionHealths } from '#lib/domain/azure/connection-health';
import { preflightStatuses, preflightSteps } from '#lib/domain/azure/preflight';
import { reportingChannels } from '#lib/domain/devices/channel';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import type { Operations } from './operation.ts';
import { text } from './primitives.ts';

const nullableText = z.string().nullable();
const nullableTime = z.string().nullable();
const count = z.number().int();
const settled = z.object({ successful: count, failed: count });

/** A pass over all devices. */
export const walk = z.object({
  startedAt: z.string(),
  /** Null: Microsoft or the schedule started it */
  by: nullableText,
  /** Devices so far */
  reached: count,
  finishedAt: nullableTime,
});

/** A failed call to Microsoft; a repetition only increases its count. */
const failedCall = z.object({
  id: z.string(),
  step: z.enum(azureSteps),
  firstAt: z.string(),
  lastAt: z.string(),
  times: count,
  httpStatus: count.nullable(),
  errorCode: nullableText,
  errorDetail: nullableText,
  clientRequestId: nullableText,
  requestId: nullableText,
  uploadId: nullableText,
});
export type FailedCall = z.infer<typeof failedCall>;

export const connectionState = z
  .object({
    /** `sandbox`: not a real tenant */
    mode: z.enum(['sandbox', 'tenant']),
    tenantId: z.string(),
    clientId: z.string(),
    cloud: z.enum(['public', 'usgov', 'usdod', 'china']),
    paused: z.object({ since: z.string(), by: z.string() }).nullable(),
    /** The last restore from a backup; null: there was none. Until `readAt`, nothing is sent */
    restore: z
      .object({
        at: z.string(),
        backupAt: z.string(),
        /** Devices that Entra is asked about, and how many of them are read */
        devices: count,
        read: count,
        readAt: nullableTime,
        /** Devices that wait for their next check-in and would be reported but for that, capped at 10,001 */
        waiting: count,
      })
      .nullable(),
    health: z.enum(connectionHealths),
    healthSince: nullableTime,
    problem: z
      .object({ code: z.string(), detail: nullableText, service: z.enum(azureServices).nullable() })
      .nullable(),
    /** The ways to Microsoft; the connection's own health is that of the partner channel */
    channels: z.array(
      z.object({
        name: z.enum(reportingChannels),
        enabled: z.boolean(),
        health: z.enum(connectionHealths),
        healthSince: nullableTime,
        problem: z.object({ code: z.string(), detail: nullableText }).nullable(),
      }),
    ),
    /** The first temporary error since the last successful call */
    failingSince: nullableTime,
    throttledUntil: nullableTime,
    graphThrottledUntil: nullableTime,
    /** Partner management is on for this tenant; `since` is null if the time was not recorded */
    provisioned: z.object({ since: nullableTime }).nullable(),
    /** When an admin turned it off */
    deprovisionedAt: nullableTime,
    heartbeat: z.object({ lastAt: nullableTime, triedAt: nullableTime, problem: nullableText }),
    resync: walk.nullable(),
    /** The round that reads every device from Entra */
    readBack: walk.nullable(),
    /** Following what changes in Entra: the round in progress, when the last one ended, and changes that only reading found */
    entraChanges: z.object({
      running: z.object({ startedAt: z.string(), full: z.boolean(), listed: count }).nullable(),
      finishedAt: nullableTime,
      missed: count,
      problem: z.object({ code: z.string(), detail: nullableText, since: nullableTime }).nullable(),
    }),
    /** Devices that Entra knows and Tenko does not, by system, the most first; `countedAt` is null before the first counting */
    entraOnly: z.object({
      countedAt: nullableTime,
      systems: z.array(z.object({ os: z.enum(operatingSystems), count, stale: count })),
    }),
    worker: z.object({ seenAt: nullableTime, alive: z.boolean() }),
    /** Messages in progress, each count capped at 10,001 */
    messages: z.object({ preparing: count, sending: count, sent: count }),
    /** Devices in messages that Microsoft has not accepted yet; `since`: the oldest of these messages */
    unsent: z.object({ devices: count, since: nullableTime }),
    /** Devices whose report is due now; `since`: the oldest of them */
    waiting: z.object({ value: count, exact: z.boolean(), since: nullableTime }),
    /** Devices whose reports were settled in the last hour, and in the last 24 */
    rates: z.object({ hour: settled, day: settled }),
    /** The newest first */
    lastErrors: z.array(failedCall),
  })
  .meta({ id: 'Connection' });
export type ConnectionState = z.infer<typeof connectionState>;

/** How Tenko is registered at Microsoft, from the environment. */
export type ConnectionIdentity = Pick<ConnectionState, 'mode' | 'tenantId' | 'clientId' | 'cloud'>;

export const provisionAnswer = connectionState.extend({
  /** Compliance policies that Microsoft refused to create: an admin creates them in Intune */
  warnings: z.array(z.object({ platform: z.string(), code: z.string(), detail: z.string() })),
});
export type ProvisionAnswer = z.infer<typeof provisionAnswer>;

const preflightEntry = z.object({
  step: z.enum(preflightSteps),
  status: z.enum(preflightStatuses),
  /** Microsoft's or one of ours; null: no problem */
  code: nullableText,
  detail: nullableText,
  /** App roles that are missing */
  permissions: z.array(z.string()).optional(),
  /** The tenant's compliance partners, if there are others or none is known to be Tenko; states as Microsoft names them */
  partners: z.array(z.object({ name: nullableText, state: nullableText, own: z.boolean() })).optional(),
  /** The device that was written to */
  deviceId: z.string().optional(),
  durationMs: count,
  clientRequestId: nullableText,
  requestId: nullableText,
});
export type PreflightEntry = z.infer<typeof preflightEntry>;

export const preflightAnswer = z
  .object({
    checkedAt: z.string(),
    /** Who ran the check */
    by: z.string(),
    /** No step failed */
    ok: z.boolean(),
    /** Hosts and ports of the proxies for calls to Microsoft */
    proxies: z.array(z.string()),
    steps: z.array(preflightEntry),
  })
  .meta({ id: 'Preflight' });
export type PreflightAnswer = z.infer<typeof preflightAnswer>;

/** The last check; null: none has run yet. */
export const lastPreflight = z.object({ preflight: preflightAnswer.nullable() });
export type LastPreflight = z.infer<typeof lastPreflight>;

/** `reason`: for the audit log */
const switched = z.strictObject({ reason: text(500).optional() }).optional();

/** A change of the connection returns its new state. */
const change = { scope: 'admin', answer: connectionState } as const;

export const connectionOperations = {
  'GET /api/v1/connection': {
    summary: 'Get the connection to Azure',
    scope: 'devices:read',
    answer: connectionState,
  },
  'POST /api/v1/connection/pause': { ...change, body: switched, summary: 'Pause reporting' },
  'POST /api/v1/connection/resume': { ...change, body: switched, summary: 'Resume reporting' },
  'POST /api/v1/connection/resync': {
    ...change,
    body: switched,
    summary: 'Report every managed device again',
  },
  'GET /api/v1/connection/preflight': {
    summary: 'Get the result of the last connection check',
    scope: 'devices:read',
    answer: lastPreflight,
  },
  'POST /api/v1/connection/preflight': {
    summary: 'Check the whole connection by using it. The response lists what fails',
    scope: 'admin',
    answer: preflightAnswer,
  },
  'POST /api/v1/connection/provision': {
    summary: 'Switch partner management on for the tenant',
    scope: 'admin',
    answer: provisionAnswer,
    problems: [502],
  },
  'POST /api/v1/connection/deprovision': {
    ...change,
    summary: 'Pause reporting, and switch partner management off for the tenant',
    problems: [502],
  },
} satisfies Operations;
