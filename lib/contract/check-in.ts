import { z } from 'zod';
import { clientStatusCodes, parseClientStatusCode } from '../domain/client-status-code.ts';
import { operatingSystems, ownerships } from '../domain/operating-system.ts';
import { triggers } from '../domain/trigger.ts';
import { actions } from '../domain/verdict.ts';
import { text, timestamp, uuid } from './primitives.ts';

const clientStatusCode = z.string().transform((value, context) => {
  const code = parseClientStatusCode(value);
  if (code !== null) return code;
  context.addIssue({
    code: 'custom',
    message: `unknown client status code; allowed: ${clientStatusCodes.join(', ')}`,
  });
  return z.NEVER;
});

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** One check-in. A key left out: not said, what is known stays. Null: none. `violations` left out: none. */
export const checkIn = z
  .strictObject({
    externalId: text(200),
    checkedInAt: timestamp,
    device: z.strictObject({
      name: text(256),
      serialNumber: optional(text(128)),
      os: z.enum(operatingSystems),
      osVersion: text(64),
      manufacturer: optional(text(128)),
      model: optional(text(128)),
      ownership: optional(z.enum(ownerships)),
      encrypted: optional(z.boolean()),
      passcodeSet: optional(z.boolean()),
      compromised: optional(z.boolean()),
    }),
    user: optional(
      z.strictObject({
        principalName: optional(text(320)),
        displayName: optional(text(256)),
        azureUserId: optional(uuid),
      }),
    ),
    violations: z
      .array(
        z.strictObject({
          policy: text(256),
          action: z.enum(actions),
          since: optional(timestamp),
        }),
      )
      .max(100)
      .optional(),
    azure: optional(
      z.strictObject({
        deviceId: optional(uuid),
        clientStatusCode: optional(clientStatusCode),
        userPrincipalName: optional(text(320)),
      }),
    ),
  })
  .meta({ id: 'CheckIn' });
export type CheckInInput = z.infer<typeof checkIn>;

/** The envelope: items are checked one by one, so that a bad one does not hurt the others. */
export const checkInBatch = z.strictObject({ checkIns: z.array(z.unknown()).min(1).max(1000) });

export const checkInOutcomes = ['created', 'changed', 'unchanged', 'stale', 'rejected'] as const;

export const checkInResult = z
  .object({
    externalId: z.string().nullable(),
    deviceId: z.string().nullable(),
    outcome: z.enum(checkInOutcomes),
    trigger: z.enum(triggers).optional(),
    error: z
      .object({
        code: z.string(),
        detail: z.string(),
        errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
      })
      .optional(),
  })
  .meta({ id: 'CheckInResult' });
export type CheckInResult = z.infer<typeof checkInResult>;

export const checkInAnswer = z.object({ results: z.array(checkInResult) });
