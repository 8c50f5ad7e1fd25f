import { z } from 'zod';
import { accessReasons, accessStates } from '#lib/domain/devices/access';
import { blankReasons } from '#lib/domain/devices/blank-report-time';
import { clientStatusCodes, fixers } from '#lib/domain/devices/client-status-code';
import { driftCauses } from '#lib/domain/devices/drift';
import { sharedIdentifiers } from '#lib/domain/devices/duplicate';
import { entraProblems, problemCauses } from '#lib/domain/devices/entra-problem';
import { entraRemovalStates } from '#lib/domain/devices/entra-removal';
import { obstacles } from '#lib/domain/devices/obstacle';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { nextSteps } from '#lib/domain/devices/step-actors';
import { tagStates } from '#lib/domain/devices/tag';
import { actions, verdicts } from '#lib/domain/devices/verdict';
import { failureRetries } from '#lib/domain/reports/next-report';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { deviceChannel } from './channel.ts';
import { intakeError, intakeWarning } from './check-in.ts';
import { deviceViolation, policyStep } from './device-violation.ts';
import type { Operations } from './operation.ts';

const nullableText = z.string().nullable();
const nullableTime = z.string().nullable();

/** Entra's answer at the last reading */
const entraAnswer = z.object({
  isCompliant: z.boolean().nullable(),
  isManaged: z.boolean().nullable(),
  /** Entra's `accountEnabled`; null: not known */
  enabled: z.boolean().nullable(),
  complianceExpiresAt: nullableTime,
  readAt: z.string(),
  problem: z.enum(entraProblems).nullable(),
  /** What the extension attribute of the channel `tag` holds; null: the device is in another channel, or was not read since */
  tag: z
    .object({
      state: z.enum(tagStates),
      value: nullableText,
      /** False: Entra does not evaluate extension attributes of this device, so that its tag has no effect; null: not known */
      evaluated: z.boolean().nullable(),
    })
    .nullable(),
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
    /** The next step of a policy that counts for the verdict, if any */
    policyStep: policyStep.nullable(),
    /** When a policy takes the device's access, unless it is fixed by then; null: none does, or something has already */
    losesAccessAt: nullableTime,
    managementState: z.enum(managementStates),
    azureDeviceId: nullableText,
    azureComplianceStatus: z.enum(azureComplianceStatuses).nullable(),
    clientStatusCode: z.enum(clientStatusCodes).nullable(),
    lastReportedAt: nullableTime,
    reportTimeBlankReason: z.enum(blankReasons).nullable(),
    azureUserPrincipalName: nullableText,
    /** The other feed that owns the Azure id, if any: this device is then not reported to Microsoft */
    azureIdTakenBy: nullableText,
    /** When the device came back from a backup, without a later check-in since; null: it did not */
    restoredAt: nullableTime,
    /** Whether Entra says the same as the restored verdict; null: not read since. If not true, the device waits for a check-in */
    restoredAgrees: z.boolean().nullable(),
    reportedVerdict: z.enum(verdicts).nullable(),
    entra: entraAnswer.nullable(),
    /** Whether the user has access, based on Entra's answer first */
    access: z.object({ state: z.enum(accessStates), because: z.enum(accessReasons) }),
    /** The most urgent step, and who takes it. The details have all steps, and since when each is waited for */
    nextStep: z.object({ step: z.enum(nextSteps), who: z.enum(fixers) }),
    driftSince: nullableTime,
    lastCheckInAt: z.string(),
    nextReportAt: nullableTime,
    ...deviceChannel,
    /** By name */
    tags: z.array(z.string()),
  })
  .meta({ id: 'Device' });
export type DeviceListItem = z.infer<typeof deviceListItem>;

const stepAdvice = z.object({
  step: z.enum(nextSteps),
  who: z.enum(fixers),
  /** Since when the device waits for it; null: unknown, or there is nothing to wait for */
  since: nullableTime,
});

/** Who owns a device's Azure id, and which user is reported: parts of the device's details. */
const deviceIdentity = {
  /** The other feed that owns the Azure id; null: this device's feed owns it, or there is no id */
  azureIdHolder: z
    .object({
      feed: z.string(),
      /** Since when it owns the id; null: it was just released */
      since: nullableTime,
      /** When it last checked in a device with this id; null: it no longer has one */
      lastCheckInAt: nullableTime,
      /** Since when this device waits for the id */
      waitingSince: nullableTime,
    })
    .nullable(),
  /** The account that the last lookup of the user found; null: no lookup, or no account found */
  resolvedUser: z
    .object({
      principalName: z.string(),
      /** True: Entra does not know the account that registered the device, so the MDM's user is reported */
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
    /** What the feed reports beyond these */
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** The user's Entra object id: from the feed, or else from Tenko's lookup */
    userAzureId: nullableText,
    userAzureIdSource: z.enum(['feed', 'entra']).nullable(),
    verdictSince: z.string(),
    /** The most severe first, those that count for the verdict before the others */
    violations: z.array(deviceViolation),
    /** Facts that policies about this device ask for and its feed does not report */
    unknownFacts: z.array(z.object({ policyId: z.string(), policy: z.string(), facts: z.array(z.string()) })),
    /** The number of all violations, including those that are not kept */
    violationCount: z.number().int(),
    /** What was left out or changed in the last check-in */
    warnings: z.array(intakeWarning),
    /** All violations that make the device noncompliant or retired: fixing only one leaves it blocked */
    blockingViolations: z.array(deviceViolation),
    /** Its newest rejected check-ins of the last 30 days; 5 at most */
    rejections: z.array(z.object({ id: z.string(), at: z.string(), errors: z.array(intakeError) })),
    retireAskedAt: nullableTime,
    retiredAt: nullableTime,
    /** Since when its source does not list it; null: it does, or its feed has no source */
    missingSince: nullableTime,
    firstCheckInAt: z.string(),
    /** Null: "Report now" is possible */
    obstacle: z.enum(obstacles).nullable(),
    /** The most urgent step; `also` has all other steps that apply, in order */
    nextStep: stepAdvice.extend({ also: z.array(stepAdvice) }),
    ...deviceIdentity,
    /** What is waiting to be reported; null: nothing */
    due: z.object({ trigger: z.enum(triggers), since: z.string() }).nullable(),
    /** State 2: the last confirmation from Microsoft */
    confirmed: z
      .object({ verdict: z.enum(verdicts), at: z.string(), messageId: z.string(), current: z.boolean() })
      .nullable(),
    /** Why and when the last report failed, when the next try is, and why then */
    failure: z
      .object({
        code: z.string(),
        detail: nullableText,
        at: nullableTime,
        /** Null: no next try is planned */
        nextTryAt: nullableTime,
        because: z.enum(failureRetries),
      })
      .nullable(),
    /** The likely causes of `entra.problem`, or of access for a device that is noncompliant here */
    problemCauses: z.array(z.enum(problemCauses)),
    /** How Entra's answer differs and possible causes; null: no difference, or still within the grace time */
    drift: z
      .object({ since: z.string(), reportedAgainAt: nullableTime, causes: z.array(z.enum(driftCauses)) })
      .nullable(),
    /** Progress of removing a retired device from Azure; null: not retired, or Azure never knew it */
    removal: z
      .object({
        /** `unmanaged`: Azure itself drops the record by `dropsBy`; `deleted`: the device object is deleted */
        state: z.enum(entraRemovalStates),
        at: z.string(),
        dropsBy: nullableTime,
        /** Why deleting the device object failed: the missing permission, or a code */
        problem: nullableText,
      })
      .nullable(),
    /** The last message about this device; its report has the content. Null: none was sent, or it was removed */
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
        /** True: it checked in last among the devices with this Azure id, and only it is reported to Microsoft */
        isReported: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'DeviceDetail' });
export type DeviceDetail = z.infer<typeof deviceDetail>;

const retireAnswer = z.object({ reportId: z.string().nullable() });
const entraReadingAnswer = z.object({ entra: entraAnswer.nullable() });
export type EntraReadingAnswer = z.infer<typeof entraReadingAnswer>;
const moveAnswer = z.object({
  azureDeviceId: z.string(),
  /** The feed that owned it; null: no feed owned it any longer */
  from: z.string().nullable(),
  to: z.string(),
});

export const deviceOperations = {
  'GET /api/v1/devices/{id}': {
    summary: 'Get a device',
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
  'POST /api/v1/devices/{id}/entra-reading': {
    summary: 'Read a device from Entra now. A reading of the last five seconds is returned as it is',
    scope: 'reports:write',
    answer: entraReadingAnswer,
    problems: [404, 409, 502],
  },
  'POST /api/v1/devices/{id}/move-azure-id': {
    summary: 'Move the Azure id of a device from another feed to its own. Tenko then reports this device',
    scope: 'admin',
    answer: moveAnswer,
    problems: [404, 409],
  },
} satisfies Operations;
