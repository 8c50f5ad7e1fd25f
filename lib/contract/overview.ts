import { z } from 'zod';
import { accessStates } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import type { Operations } from './operation.ts';

const count = z.number().int();
const nullableText = z.string().nullable();

/** The state of all devices at one time; the filters of the device list give the same numbers. */
export const fleetFigures = z.object({
  total: count,
  verdict: z.record(z.enum(verdicts), count),
  azureComplianceStatus: z.record(z.enum([...azureComplianceStatuses, 'blank']), count),
  drifted: count,
  /** Drift, or any problem with Entra's answer; missing in snapshots of older versions */
  entraDisagrees: count.optional(),
  /** Devices with a blank compliance status */
  neverReported: count,
  /** Devices whose user has something to do */
  userHasToAct: count,
  /** Missing in snapshots of older versions */
  access: z.record(z.enum(accessStates), count).optional(),
});
export type FleetFigures = z.infer<typeof fleetFigures>;

const deviceFigures = fleetFigures.required().extend({
  clientStatusCode: z.record(z.enum([...clientStatusCodes, 'blank']), count),
  os: z.record(z.enum(operatingSystems), count),
  managementState: z.record(z.enum(managementStates), count),
  /** Missing in figures of older versions */
  channel: z.record(z.enum(channels), count).optional(),
});
export type DeviceFigures = z.infer<typeof deviceFigures>;

/** From the change (or the request) to Microsoft's confirmation, in ms, accurate to 5 %; null: nothing measured */
const confirmation = z.object({ p50Ms: count.nullable(), p95Ms: count.nullable(), measured: count });

const reportTally = z.object({ successful: count, failed: count, superseded: count, open: count });

/** Reports created in an hour, by their current result. */
const reportHour = reportTally.extend({ hour: z.string(), ...confirmation.shape });
export type ReportHourFigures = z.infer<typeof reportHour>;

export const overviewFigures = z.object({
  devices: deviceFigures,
  /** Devices whose last report failed, by the cause, the most frequent first */
  failures: z.array(z.object({ code: nullableText, devices: count })),
  /** Devices whose report is due now; `since`: the oldest of them */
  waiting: z.object({ value: count, exact: z.boolean(), since: nullableText }),
  /** The last 24 hours, including the current one */
  day: reportTally.extend({
    since: z.string(),
    ...confirmation.shape,
    triggers: z.record(z.enum(triggers), count),
  }),
  /** Oldest first; the last one is not over yet */
  hours: z.array(reportHour),
});
export type OverviewFigures = z.infer<typeof overviewFigures>;

const snapshot = fleetFigures.extend({ at: z.string() });
export type Snapshot = z.infer<typeof snapshot>;

export const overview = z
  .object({
    /** Null: not computed yet */
    computedAt: nullableText,
    figures: overviewFigures.nullable(),
    /** Oldest first: hourly for about a week, then daily, 90 days back */
    history: z.array(snapshot),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overview>;

export const overviewOperations = {
  'GET /api/v1/overview': {
    summary: 'Get totals and history as last computed by the worker, at computedAt',
    scope: 'devices:read',
    answer: overview,
  },
} satisfies Operations;
