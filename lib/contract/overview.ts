import { z } from 'zod';
import { accessStates } from '#lib/domain/devices/access';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import type { Operations } from './operation.ts';

const count = z.number().int();
const nullableText = z.string().nullable();

/** How all devices stand at a time; the filters of the device list tell the same numbers apart. */
export const fleetFigures = z.object({
  total: count,
  verdict: z.record(z.enum(verdicts), count),
  azureComplianceStatus: z.record(z.enum([...azureComplianceStatuses, 'blank']), count),
  drifted: count,
  /** Drift, or any problem of Entra's answer; left out by snapshots of older versions */
  entraDisagrees: count.optional(),
  /** Those whose compliance status is blank */
  neverReported: count,
  /** Devices whose page asks something of their user */
  userHasToAct: count,
  /** Left out by snapshots of older versions */
  access: z.record(z.enum(accessStates), count).optional(),
});
export type FleetFigures = z.infer<typeof fleetFigures>;

const deviceFigures = fleetFigures.required().extend({
  clientStatusCode: z.record(z.enum([...clientStatusCodes, 'blank']), count),
  os: z.record(z.enum(operatingSystems), count),
  managementState: z.record(z.enum(managementStates), count),
});
export type DeviceFigures = z.infer<typeof deviceFigures>;

/** From the change (or the wish) to Microsoft's confirmation, in ms and right to 5 %; null: nothing was measured */
const confirmation = z.object({ p50Ms: count.nullable(), p95Ms: count.nullable(), measured: count });

const reportTally = z.object({ successful: count, failed: count, superseded: count, open: count });

/** Reports that were made in an hour, by what became of them until now. */
const reportHour = reportTally.extend({ hour: z.string(), ...confirmation.shape });
export type ReportHourFigures = z.infer<typeof reportHour>;

export const overviewFigures = z.object({
  devices: deviceFigures,
  /** Devices whose last report failed, by the cause, the most frequent first */
  failures: z.array(z.object({ code: nullableText, devices: count })),
  /** Devices whose report is due now; `since`: the oldest of them */
  waiting: z.object({ value: count, exact: z.boolean(), since: nullableText }),
  /** The 24 hours that end with the running one */
  day: reportTally.extend({
    since: z.string(),
    ...confirmation.shape,
    triggers: z.record(z.enum(triggers), count),
  }),
  /** Oldest first; the last one is still running */
  hours: z.array(reportHour),
});
export type OverviewFigures = z.infer<typeof overviewFigures>;

const snapshot = fleetFigures.extend({ at: z.string() });
export type Snapshot = z.infer<typeof snapshot>;

export const overview = z
  .object({
    /** Null: the figures are being computed */
    computedAt: nullableText,
    figures: overviewFigures.nullable(),
    /** Oldest first: hourly for about a week, then daily, 90 days back */
    history: z.array(snapshot),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overview>;

export const overviewOperations = {
  'GET /api/v1/overview': {
    summary: 'Totals and history, as the worker computed them last; computedAt says when',
    scope: 'devices:read',
    answer: overview,
  },
} satisfies Operations;
