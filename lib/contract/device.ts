import { z } from 'zod';
import { clientStatusCodes, fixers } from '../domain/client-status-code.ts';
import { deviceSorts } from '../domain/device-criteria.ts';
import { driftCauses, entraProblems } from '../domain/drift.ts';
import { nextSteps } from '../domain/next-step.ts';
import { operatingSystems, ownerships } from '../domain/operating-system.ts';
import { removalStates } from '../domain/removal.ts';
import { azureComplianceStatuses, managementStates } from '../domain/report-status.ts';
import { blankReasons, obstacles } from '../domain/reportability.ts';
import { triggers } from '../domain/trigger.ts';
import { actions, verdicts } from '../domain/verdict.ts';
import { many, text, timestamp } from './primitives.ts';

const nullableText = z.string().nullable();
const nullableTime = z.string().nullable();

const entraAnswer = z.object({
  isCompliant: z.boolean().nullable(),
  isManaged: z.boolean().nullable(),
  readAt: z.string(),
  problem: z.enum(entraProblems).nullable(),
});

export const deviceListItem = z
  .object({
    id: z.string(),
    externalId: z.string(),
    feed: z.string(),
    name: z.string(),
    serialNumber: nullableText,
    os: z.enum(operatingSystems),
    osVersion: z.string(),
    model: nullableText,
    manufacturer: nullableText,
    userPrincipalName: nullableText,
    userDisplayName: nullableText,
    verdict: z.enum(verdicts),
    action: z.enum(actions).nullable(),
    managementState: z.enum(managementStates),
    azureDeviceId: nullableText,
    azureComplianceStatus: z.enum(azureComplianceStatuses).nullable(),
    clientStatusCode: z.enum(clientStatusCodes).nullable(),
    lastReportedAt: nullableTime,
    reportTimeBlankReason: z.enum(blankReasons).nullable(),
    azureUserPrincipalName: nullableText,
    reportedVerdict: z.enum(verdicts).nullable(),
    entra: entraAnswer.nullable(),
    driftSince: nullableTime,
    lastCheckInAt: z.string(),
    nextReportAt: nullableTime,
  })
  .meta({ id: 'Device' });
export type DeviceListItem = z.infer<typeof deviceListItem>;

export const deviceDetail = deviceListItem
  .extend({
    ownership: z.enum(ownerships).nullable(),
    encrypted: z.boolean().nullable(),
    passcodeSet: z.boolean().nullable(),
    compromised: z.boolean().nullable(),
    userAzureId: nullableText,
    verdictSince: z.string(),
    /** In the order of severity, the most severe first */
    violations: z.array(z.object({ policy: z.string(), action: z.enum(actions), since: nullableTime })),
    retireAskedAt: nullableTime,
    retiredAt: nullableTime,
    firstCheckInAt: z.string(),
    /** Null: nothing stands in the way of Report now */
    obstacle: z.enum(obstacles).nullable(),
    nextStep: z.object({ step: z.enum(nextSteps), who: z.enum(fixers) }),
    /** What waits to be told; null: nothing */
    due: z.object({ trigger: z.enum(triggers), since: z.string() }).nullable(),
    /** State 2: what Microsoft last confirmed */
    confirmed: z
      .object({ verdict: z.enum(verdicts), at: z.string(), messageId: z.string(), current: z.boolean() })
      .nullable(),
    /** Why the last report failed */
    failure: z.object({ code: z.string(), detail: nullableText }).nullable(),
    /** How Entra's answer differs, and why it may; null: it does not, or its grace time is not over */
    drift: z
      .object({ since: z.string(), reportedAgainAt: nullableTime, causes: z.array(z.enum(driftCauses)) })
      .nullable(),
    /** How far the removal of a retired device from Azure got; null: it is not retired, or Azure never knew it */
    removal: z
      .object({
        /** `unmanaged`: Azure itself drops the record until `dropsBy`; `deleted`: its device object is gone */
        state: z.enum(removalStates),
        at: z.string(),
        dropsBy: nullableTime,
        /** Why the device object could not be deleted: the missing permission, or a code */
        problem: nullableText,
      })
      .nullable(),
    /** The entries of the last message about this device, exactly as sent; null: none was */
    lastPayload: z
      .object({ messageId: z.string(), sentAt: nullableTime, entries: z.array(z.unknown()) })
      .nullable(),
  })
  .meta({ id: 'DeviceDetail' });
export type DeviceDetail = z.infer<typeof deviceDetail>;

const flag = z
  .literal('true')
  .transform(() => true as const)
  .optional();

export const deviceFilter = z.strictObject({
  verdict: many(z.enum(verdicts)),
  azureComplianceStatus: many(z.enum([...azureComplianceStatuses, 'blank'])),
  clientStatusCode: many(z.enum([...clientStatusCodes, 'blank'])),
  os: many(z.enum(operatingSystems)),
  managementState: many(z.enum(managementStates)),
  feed: many(text(100)),
  policy: many(text(256)),
  drift: flag,
  neverReported: flag,
  lastCheckInBefore: timestamp.optional(),
  lastReportedBefore: timestamp.optional(),
  q: text(256).optional(),
});

export const deviceQuery = deviceFilter.extend({
  sort: z.enum(deviceSorts).default('-lastCheckInAt'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
  count: flag,
});
export type DeviceQuery = z.infer<typeof deviceQuery>;

export const devicePage = z.object({
  items: z.array(deviceListItem),
  nextCursor: z.string().nullable(),
  prevCursor: z.string().nullable().optional(),
  total: z.object({ value: z.number().int(), exact: z.boolean() }).optional(),
});
export type DevicePage = z.infer<typeof devicePage>;
