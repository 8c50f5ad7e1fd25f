import { z } from 'zod';
import { accessReasons, accessStates } from '#lib/domain/devices/access';
import { clientStatusCodes, fixers } from '#lib/domain/devices/client-status-code';
import { driftCauses } from '#lib/domain/devices/drift';
import { sharedIdentifiers } from '#lib/domain/devices/duplicate';
import { entraProblems, problemCauses } from '#lib/domain/devices/entra-problem';
import { entraRemovalStates } from '#lib/domain/devices/entra-removal';
import { nextSteps } from '#lib/domain/devices/next-step';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { blankReasons, obstacles } from '#lib/domain/devices/reportability';
import { actions, verdicts } from '#lib/domain/devices/verdict';
import { failureRetries } from '#lib/domain/reports/next-report';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { intakeError, intakeWarning } from './check-in.ts';
import type { Operations } from './operation.ts';

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

/** Whose a device's Azure id is, and which user is reported: parts of its details. */
const deviceIdentity = {
  /** The other feed that the Azure id belongs to; null: it is this device's feed's, or there is none */
  azureIdHolder: z
    .object({
      feed: z.string(),
      /** Since when the id belongs to it; null: it was released just now */
      since: nullableTime,
      /** When it last checked in the device under this id; null: it has no such device any more */
      lastCheckInAt: nullableTime,
      /** Since when this device waits for it */
      waitingSince: nullableTime,
    })
    .nullable(),
  /** Whose name went with the last look-up of the user; null: nobody was looked up, or found */
  resolvedUser: z
    .object({
      principalName: z.string(),
      /** The account that registered the device is unknown to Entra: the MDM's user takes its place */
      insteadOfRegistered: z.boolean(),
    })
    .nullable(),
};

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

const retireAnswer = z.object({ reportId: z.string().nullable() });
const moveAnswer = z.object({
  azureDeviceId: z.string(),
  /** The feed that held it; null: none did any longer */
  from: z.string().nullable(),
  to: z.string(),
});

export const deviceOperations = {
  'GET /api/v1/devices/{id}': {
    summary: 'One device',
    scope: 'devices:read',
    answer: deviceDetail,
    problems: [404],
  },
  'POST /api/v1/devices/{id}/retire': {
    summary: 'Retire a device',
    scope: 'admin',
    status: 202,
    answer: retireAnswer,
    problems: [404, 409],
  },
  'POST /api/v1/devices/{id}/move-azure-id': {
    summary:
      'Move the Azure id of a device to its feed, where another feed holds it: Microsoft is told of this device',
    scope: 'admin',
    answer: moveAnswer,
    problems: [404, 409],
  },
} satisfies Operations;
