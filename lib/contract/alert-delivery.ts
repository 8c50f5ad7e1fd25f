import { z } from 'zod';
import { deliveryProblemCodes } from '#lib/domain/alerts/alert-destination';
import { deliveryStates, deliveryTypes } from '#lib/domain/alerts/alert-event';
import { deviceTotal } from './device-list.ts';
import type { Operations } from './operation.ts';
import { many, text, uuid, wholeNumber } from './primitives.ts';

const nullableText = z.string().nullable();

const alertDelivery = z
  .object({
    id: z.string(),
    /** `summary`: several events in one message */
    eventType: z.enum(deliveryTypes),
    /** What receivers know the event by (`webhook-id`); null: several events */
    eventId: nullableText,
    /** How many events it tells of */
    events: z.number().int(),
    /** Null: to the user of a device */
    destinationId: nullableText,
    /** The user that it is for; null: a destination */
    recipient: nullableText,
    device: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** What it is about, if not a device, by the name that it had then; a feed has no id */
    subject: z
      .object({ kind: z.enum(['policy', 'source', 'feed', 'export']), id: nullableText, name: z.string() })
      .nullable(),
    state: z.enum(deliveryStates),
    createdAt: z.string(),
    /** When it is tried next; null: it is settled */
    nextAttemptAt: nullableText,
    settledAt: nullableText,
    /** The newest last; at most the last 20 */
    attempts: z.array(
      z.object({
        at: z.string(),
        /** HTTP status, or the reply code of the mail server; null: there was no answer */
        status: z.number().int().nullable(),
        ms: z.number().int(),
        error: nullableText,
        /** What kind of problem it was; null: it was taken */
        code: z.enum(deliveryProblemCodes).nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertDelivery' });
export type AlertDeliveryItem = z.infer<typeof alertDelivery>;

const deliveryQuery = z.strictObject({
  destinationId: many(uuid),
  state: many(z.enum(deliveryStates)),
  eventType: many(z.enum(deliveryTypes)),
  deviceId: uuid.optional(),
  recipient: text(320).optional().describe('The user that mail is for, in any letter case'),
  limit: wholeNumber(1, 200).default(50),
  cursor: z.string().max(1000).optional(),
});
export type AlertDeliveryQuery = z.infer<typeof deliveryQuery>;

const failuresQuery = z.strictObject({
  destinationId: many(uuid).describe('Only of these destinations'),
});
export type AlertFailuresQuery = z.infer<typeof failuresQuery>;

const repeatAllBody = z.strictObject({
  destinationId: uuid.optional().describe('Only of this destination'),
});
export type RepeatAlertDeliveries = z.infer<typeof repeatAllBody>;

export const alertDeliveryOperations = {
  'GET /api/v1/alert-deliveries': {
    summary: 'List messages to destinations, newest first, each with its attempts. Kept for 30 days',
    scope: 'devices:read',
    query: deliveryQuery,
    answer: z.object({ items: z.array(alertDelivery), nextCursor: nullableText }),
  },
  'GET /api/v1/alert-deliveries/failures': {
    summary: 'Count the failed messages, exactly up to 10,000: what sending all failed again would send',
    scope: 'devices:read',
    query: failuresQuery,
    answer: z.object({ total: deviceTotal }),
  },
  'POST /api/v1/alert-deliveries/repeat': {
    summary: 'Send all failed messages again, with the same webhook-id',
    scope: 'admin',
    body: repeatAllBody,
    status: 202,
    answer: z.object({ repeated: z.number().int() }),
  },
  'POST /api/v1/alert-deliveries/{id}/repeat': {
    summary: 'Send a message again, or at once if it waits, with the same webhook-id',
    scope: 'admin',
    status: 202,
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
} satisfies Operations;
