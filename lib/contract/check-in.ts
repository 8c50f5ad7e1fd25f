import { z } from 'zod';
import { checkInOutcomes, rejectionCodes, warningCodes } from '#lib/domain/check-ins/intake-note';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { actions } from '#lib/domain/devices/verdict';
import { triggers } from '#lib/domain/reports/trigger';
import type { Operations } from './operation.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().optional();
const text = (longest: number) => z.string().max(longest);
const time = z.iso.datetime({ offset: true });

export const checkInViolation = z.strictObject({
  policy: text(256),
  action: z.enum(actions).describe('Case-insensitive'),
  since: optional(time),
});

export const checkInDevice = z.strictObject({
  name: text(256).describe('If blank or missing: the external id'),
  serialNumber: optional(text(128)),
  os: z.enum(operatingSystems).describe('Case-insensitive'),
  osVersion: text(64).describe('If blank or missing: unknown'),
  manufacturer: optional(text(128)),
  model: optional(text(128)),
  ownership: optional(z.enum(ownerships)),
  encrypted: optional(z.boolean()),
  passcodeSet: optional(z.boolean()),
  compromised: optional(z.boolean()),
  attributes: optional(z.record(text(64), optional(z.union([text(256), z.number(), z.boolean()])))).describe(
    'At most 50 keys with text, a number, a boolean or an ISO 8601 time, for policies. Null: no value. What does not fit is left out',
  ),
});

export const checkInUser = z.strictObject({
  principalName: optional(text(320)),
  displayName: optional(text(256)),
  azureUserId: optional(z.guid()),
});

export const checkInAzure = z.strictObject({
  deviceId: optional(z.guid()),
  clientStatusCode: optional(z.enum(clientStatusCodes)).describe('Case-insensitive. Blank: none'),
  userPrincipalName: optional(text(320)),
});

/**
 * A check-in as a feed should send it; `lib/check-ins/parse-check-ins.ts` accepts more than this. A missing key keeps
 * what is known; null means none. `violations` that are missing or null mean none.
 */
export const checkIn = z
  .strictObject({
    externalId: z.string().min(1).max(200),
    checkedInAt: time,
    observedAt: optional(time).describe(
      'When the feed learned this state. It decides the order of check-ins. If left out: checkedInAt',
    ),
    device: checkInDevice,
    user: optional(checkInUser),
    violations: optional(z.array(checkInViolation)).describe(
      'All of them are evaluated for the verdict; the 200 most severe are kept',
    ),
    azure: optional(checkInAzure),
  })
  .meta({
    id: 'CheckIn',
    description:
      'Only these must be valid: externalId, checkedInAt, os, clientStatusCode, each action, and the keys. ' +
      'Any other value that cannot be used is left out or cut, with a warning in the result.',
  });
export type CheckInInput = z.infer<typeof checkIn>;

/** The envelope: items are checked one by one, so that a bad one does not affect the others. */
export const checkInBatch = z.strictObject({ checkIns: z.array(z.unknown()).min(1).max(1000) });

export const intakeWarning = z.object({
  path: z.string(),
  code: z.enum(warningCodes),
  message: z.string(),
});
export const intakeError = z.object({
  path: z.string(),
  code: z.enum(rejectionCodes),
  message: z.string(),
});

export const checkInResult = z
  .object({
    externalId: z.string().nullable(),
    deviceId: z.string().nullable(),
    outcome: z.enum(checkInOutcomes),
    trigger: z.enum(triggers).optional(),
    warnings: z
      .array(intakeWarning)
      .optional()
      .describe('What was left out or cut. The check-in is accepted'),
    error: z
      .object({ code: z.string(), detail: z.string(), errors: z.array(intakeError) })
      .optional()
      .describe('Why the check-in is rejected'),
  })
  .meta({ id: 'CheckInResult' });
export type CheckInResult = z.infer<typeof checkInResult>;

export const checkInAnswer = z.object({ results: z.array(checkInResult) });

const documentedBody = z.strictObject({ checkIns: z.array(checkIn).min(1).max(1000) });

export const checkInOperations = {
  'POST /api/v1/check-ins': {
    summary: 'Send 1 to 1000 check-ins. Each is accepted or rejected separately',
    scope: 'check-ins:write',
    body: checkInBatch,
    documentedBody,
    answer: checkInAnswer,
  },
} satisfies Operations;
