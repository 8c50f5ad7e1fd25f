import { z } from 'zod';
import { accessReasons, accessStates } from '#lib/domain/devices/access';
import { clientStatusCodes, fixers } from '#lib/domain/devices/client-status-code';
import { deviceSorts } from '#lib/domain/devices/device-criteria';
import { driftCauses } from '#lib/domain/devices/drift';
import { sharedIdentifiers } from '#lib/domain/devices/duplicate';
import { entraProblems, problemCauses } from '#lib/domain/devices/entra-problem';
import { entraRemovalStates } from '#lib/domain/devices/entra-removal';
import { nextSteps } from '#lib/domain/devices/next-step';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { blankReasons, obstacles } from '#lib/domain/devices/reportability';
import { searchBounds, searchExcess } from '#lib/domain/devices/search-text';
import { actions, verdicts } from '#lib/domain/devices/verdict';
import { failureRetries } from '#lib/domain/reports/failure-retry';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { intakeError, intakeWarning } from './check-in.ts';
import { deviceIdentity } from './device-identity.ts';
import { age, many, text } from './primitives.ts';

const nullableText = z.string().nullable();
const nullableTime = z.string().nullable();

/** What Entra answered when it was read last */
const entraAnswer = z.object({
  isCompliant: z.boolean().nullable(),
  isManaged: z.boolean().nullable(),
  /** Entra's `accountEnabled`; null: not told */
  enabled: z.boolean().nullable(),
  complianceExpiresAt: nullableTime,
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
    /** The feed that the Azure id belongs to, where that is another one: Microsoft is not told of this device */
    azureIdTakenBy: nullableText,
    reportedVerdict: z.enum(verdicts).nullable(),
    entra: entraAnswer.nullable(),
    /** Whether the user is let in, by Entra's answer first */
    access: z.object({ state: z.enum(accessStates), because: z.enum(accessReasons) }),
    driftSince: nullableTime,
    lastCheckInAt: z.string(),
    nextReportAt: nullableTime,
  })
  .meta({ id: 'Device' });
export type DeviceListItem = z.infer<typeof deviceListItem>;

const violation = z.object({ policy: z.string(), action: z.enum(actions), since: nullableTime });

const stepAdvice = z.object({
  step: z.enum(nextSteps),
  who: z.enum(fixers),
  /** Since when the device waits for it; null: not known, or it is nothing that is waited for */
  since: nullableTime,
});

export const deviceDetail = deviceListItem
  .extend({
    ownership: z.enum(ownerships).nullable(),
    encrypted: z.boolean().nullable(),
    passcodeSet: z.boolean().nullable(),
    compromised: z.boolean().nullable(),
    /** The user's Entra object id: as the feed gave it, else as Tenko looked it up */
    userAzureId: nullableText,
    userAzureIdSource: z.enum(['feed', 'entra']).nullable(),
    verdictSince: z.string(),
    /** In the order of severity, the most severe first */
    violations: z.array(violation),
    /** Of all violations, those among them that are not kept */
    violationCount: z.number().int(),
    /** What was left out of the last check-in, or changed in it */
    warnings: z.array(intakeWarning),
    /** Those that keep the device noncompliant or retired, all of them: fixing only one leaves it blocked */
    blockingViolations: z.array(violation),
    /** Its newest check-ins that were rejected, of the last 30 days; 5 at most */
    rejections: z.array(z.object({ id: z.string(), at: z.string(), errors: z.array(intakeError) })),
    retireAskedAt: nullableTime,
    retiredAt: nullableTime,
    firstCheckInAt: z.string(),
    /** Null: nothing stands in the way of Report now */
    obstacle: z.enum(obstacles).nullable(),
    /** The most pressing thing, and all others that hold as well, in their order */
    nextStep: stepAdvice.extend({ also: z.array(stepAdvice) }),
    ...deviceIdentity,
    /** What waits to be told; null: nothing */
    due: z.object({ trigger: z.enum(triggers), since: z.string() }).nullable(),
    /** State 2: what Microsoft last confirmed */
    confirmed: z
      .object({ verdict: z.enum(verdicts), at: z.string(), messageId: z.string(), current: z.boolean() })
      .nullable(),
    /** Why the last report failed, when that was known, and when it is tried again, why then */
    failure: z
      .object({
        code: z.string(),
        detail: nullableText,
        at: nullableTime,
        /** Null: no time is set */
        nextTryAt: nullableTime,
        because: z.enum(failureRetries),
      })
      .nullable(),
    /** The likely causes of `entra.problem`, or of access for a device that is noncompliant here */
    problemCauses: z.array(z.enum(problemCauses)),
    /** How Entra's answer differs, and why it may; null: it does not, or its grace time is not over */
    drift: z
      .object({ since: z.string(), reportedAgainAt: nullableTime, causes: z.array(z.enum(driftCauses)) })
      .nullable(),
    /** How far the removal of a retired device from Azure got; null: it is not retired, or Azure never knew it */
    removal: z
      .object({
        /** `unmanaged`: Azure itself drops the record until `dropsBy`; `deleted`: its device object is gone */
        state: z.enum(entraRemovalStates),
        at: z.string(),
        dropsBy: nullableTime,
        /** Why the device object could not be deleted: the missing permission, or a code */
        problem: nullableText,
      })
      .nullable(),
    /** The last message about this device; its report tells what was in it. Null: none was sent, or it is forgotten */
    lastMessage: z.object({ reportId: z.string(), messageId: z.string(), sentAt: z.string() }).nullable(),
    /** Other devices with the same serial number or Azure id, the latest check-in first; 20 at most */
    duplicates: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        feed: z.string(),
        externalId: z.string(),
        same: z.array(z.enum(sharedIdentifiers)),
        verdict: z.enum(verdicts),
        lastCheckInAt: z.string(),
        /** Of the devices under its Azure id it checked in last: Microsoft is told of no other one */
        isReported: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'DeviceDetail' });
export type DeviceDetail = z.infer<typeof deviceDetail>;

const flag = z
  .literal('true')
  .transform(() => true as const)
  .optional();

/** Lines end as wherever they were copied from. */
const search = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value),
    text(searchBounds.letters).refine(
      (q) => searchExcess(q) === null,
      `must have at most ${searchBounds.lines} lines and ${searchBounds.words} words`,
    ),
  )
  .describe('Any line, all its words in any order: name, serial number, user, Azure device id, external id');

export const deviceFilter = z.strictObject({
  verdict: many(z.enum(verdicts)),
  azureComplianceStatus: many(z.enum([...azureComplianceStatuses, 'blank'])),
  clientStatusCode: many(z.enum([...clientStatusCodes, 'blank'])),
  os: many(z.enum(operatingSystems)),
  managementState: many(z.enum(managementStates)),
  access: many(z.enum(accessStates)),
  entraProblem: many(z.enum(entraProblems)),
  feed: many(text(100)),
  policy: many(text(256)),
  drift: flag,
  entraDisagrees: flag.describe('true: drift, or any problem of Entra’s answer'),
  neverReported: flag.describe('true: the compliance status is blank'),
  userHasToAct: flag.describe('true: a next step is for the device’s user'),
  azureIdTaken: flag.describe('true: the Azure device ID belongs to another feed'),
  lastCheckInBefore: age.optional(),
  lastReportedBefore: age.optional(),
  q: search.optional(),
});

const sort = z.enum(deviceSorts).default('-lastCheckInAt');

export const deviceQuery = deviceFilter.extend({
  sort,
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(1000).optional().describe('nextCursor or prevCursor of a page of the same sort'),
  count: z
    .enum(['true', 'exact'])
    .transform((value) => (value === 'true' ? true : value))
    .optional()
    .describe('true: exact up to 10,000; exact: however many'),
});
export type DeviceQuery = z.infer<typeof deviceQuery>;

const total = z.object({ value: z.number().int(), exact: z.boolean() });
export type DeviceTotal = z.infer<typeof total>;

export const devicePage = z.object({
  items: z.array(deviceListItem),
  nextCursor: z.string().nullable(),
  prevCursor: z.string().nullable(),
  total: total.optional(),
});
export type DevicePage = z.infer<typeof devicePage>;

/** The list that a device's neighbours are looked for in */
export const neighboursQuery = deviceFilter.extend({ sort });
export type NeighboursQuery = z.infer<typeof neighboursQuery>;

const neighbour = z.object({ id: z.string(), name: z.string() });
export const deviceNeighbours = z.object({ previous: neighbour.nullable(), next: neighbour.nullable() });
export type DeviceNeighbours = z.infer<typeof deviceNeighbours>;

export const exportFormats = ['csv', 'ndjson'] as const;
export const deviceExportQuery = deviceFilter.extend({
  sort,
  format: z.enum(exportFormats).default('csv'),
  bom: flag.describe('true: starts a CSV with a byte order mark, by which Excel knows UTF-8'),
});
export type DeviceExportQuery = z.infer<typeof deviceExportQuery>;
