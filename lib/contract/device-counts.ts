import { z } from 'zod';
import { accessStates } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { deviceFilter } from './device-list.ts';
import type { Operations } from './operation.ts';

const count = z.number().int();
const each = <const V extends string>(values: readonly V[]) => z.record(z.enum(values), count);

/** How many devices match if one value replaces those of its facet; the rest of the filter stays. */
export const deviceCounts = z
  .object({
    /** When a worker counted; null: counted for this request */
    countedAt: z.string().nullable(),
    /** How many match the whole filter */
    total: count,
    /** False: `total` is a lower limit */
    exact: z.boolean(),
    /** Null: the filter has a text, a policy, a tag or a time, which are not counted by value */
    by: z
      .object({
        verdict: each(verdicts),
        azureComplianceStatus: each([...azureComplianceStatuses, 'blank']),
        clientStatusCode: each([...clientStatusCodes, 'blank']),
        os: each(operatingSystems),
        managementState: each(managementStates),
        access: each(accessStates),
        entraProblem: each([...entraProblems, 'blank']),
        channel: each(channels),
        feed: z.record(z.string(), count),
        drift: count,
        entraDisagrees: count,
        neverReported: count,
        userHasToAct: count,
        azureIdTaken: count,
        missing: count,
        restored: count,
      })
      .nullable(),
  })
  .meta({ id: 'DeviceCounts' });
export type DeviceCounts = z.infer<typeof deviceCounts>;

export const deviceCountOperations = {
  'GET /api/v1/devices/counts': {
    summary: 'Count the devices of a filter, and those with each other value of its fields',
    scope: 'devices:read',
    query: deviceFilter,
    answer: deviceCounts,
  },
} satisfies Operations;
