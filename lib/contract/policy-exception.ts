import { z } from 'zod';
import type { Operations } from './operation.ts';
import { flag, text, timestamp, uuid, wholeNumber } from './primitives.ts';

const target = ['deviceId', 'userPrincipalName', 'viewId'] as const;

export const exceptionInput = z
  .strictObject({
    policyId: uuid,
    deviceId: uuid.optional(),
    userPrincipalName: text(320).optional(),
    viewId: uuid.optional(),
    /** At most a year ahead */
    until: timestamp,
    reason: text(500),
  })
  .refine((input) => target.filter((key) => input[key] !== undefined).length === 1, {
    path: ['deviceId'],
    message: 'exactly one of deviceId, userPrincipalName and viewId must be given',
  });
export type ExceptionInput = z.infer<typeof exceptionInput>;

export const exceptionItem = z
  .object({
    id: z.string(),
    policyId: z.string(),
    policy: z.string(),
    deviceId: z.string().nullable(),
    deviceName: z.string().nullable(),
    /** In lower case */
    userPrincipalName: z.string().nullable(),
    viewId: z.string().nullable(),
    /** The name that the view had */
    viewName: z.string().nullable(),
    /** Devices that were in the view; null: the exception is not for a view */
    devices: z.number().int().nullable(),
    until: z.string(),
    reason: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
    /** Whether it has ended */
    ended: z.boolean(),
  })
  .meta({ id: 'PolicyException' });
export type ExceptionItem = z.infer<typeof exceptionItem>;

export const exceptionQuery = z.strictObject({
  policyId: uuid.optional(),
  deviceId: uuid.optional(),
  /** Those that have ended, instead of those that have not */
  ended: flag,
  cursor: z.string().max(200).optional(),
  limit: wholeNumber(1, 200).default(50),
});
export type ExceptionQuery = z.infer<typeof exceptionQuery>;

export const policyExceptionOperations = {
  'GET /api/v1/policy-exceptions': {
    summary:
      'List exceptions from policies that have not ended, the next to end first; or those that have ended',
    scope: 'devices:read',
    query: exceptionQuery,
    answer: z.object({ items: z.array(exceptionItem), nextCursor: z.string().nullable() }),
  },
  'POST /api/v1/policy-exceptions': {
    summary: 'Except a device, a user, or the devices that are in a view now, from a policy until a time',
    scope: 'admin',
    body: exceptionInput,
    status: 201,
    answer: exceptionItem,
    problems: [404],
  },
  'GET /api/v1/policy-exceptions/{id}': {
    summary: 'Get an exception',
    scope: 'devices:read',
    answer: exceptionItem,
    problems: [404],
  },
  'DELETE /api/v1/policy-exceptions/{id}': {
    summary: 'End an exception now, and remove it',
    scope: 'admin',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
} satisfies Operations;
