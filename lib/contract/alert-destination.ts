import { z } from 'zod';
import {
  deliveryProblemCodes,
  destinationHealths,
  destinationKinds,
} from '#lib/domain/alerts/alert-destination';
import { locales } from '#lib/i18n/locales';
import type { Operations } from './operation.ts';
import { text } from './primitives.ts';

const nullableText = z.string().nullable();
/** Of one mail: more are a mailing list, which has one address */
const mostAddresses = 20;

export const alertDestination = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(destinationKinds),
    /** As far as it is no secret: scheme and host; null: e-mail */
    url: nullableText,
    to: z.array(z.string()),
    /** In which mails and chat messages are written */
    language: z.enum(locales),
    enabled: z.boolean(),
    /** Whether webhooks are signed */
    secretSet: z.boolean(),
    /** Until when webhooks are signed with the former secret, too */
    formerSecretUntil: nullableText,
    health: z.enum(destinationHealths),
    /** What the last attempt met */
    problem: z
      .object({
        code: z.enum(deliveryProblemCodes),
        message: z.string(),
        status: z.number().int().nullable(),
        at: z.string(),
        since: z.string(),
      })
      .nullable(),
    /** When something was delivered last */
    deliveredAt: nullableText,
    /** Messages that wait; null: too many to count */
    waiting: z.number().int().nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .meta({ id: 'AlertDestination' });
export type AlertDestinationItem = z.infer<typeof alertDestination>;

const createdDestination = alertDestination.extend({
  secret: z.string().optional().describe('Of a webhook: what it is signed with, shown this once'),
});

/** Accepted, so that a destination can be sent back as it was received, and not looked at. */
const ignored = z.unknown().optional();
const common = {
  id: ignored,
  secretSet: ignored,
  formerSecretUntil: ignored,
  health: ignored,
  problem: ignored,
  deliveredAt: ignored,
  waiting: ignored,
  createdAt: ignored,
  createdBy: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
  name: text(100),
  enabled: z.boolean().default(true),
  language: z
    .enum(locales)
    .default('en')
    .describe('In which mails and chat messages are written; webhooks have no text'),
};
const url = (words: string) => text(2000).optional().describe(`${words}. Left out in a PUT: it stays`);
const none = z.union([z.null(), z.array(z.string()).length(0)]).optional();
const addresses = z
  .array(z.email('must be an e-mail address').max(254))
  .min(1)
  .max(mostAddresses)
  .describe('E-mail addresses');

const destinationInput = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('webhook'),
    url: url('https, and a public address, unless TENKO_ALERT_PRIVATE_ADDRESSES=true'),
    to: none,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('slack'),
    url: url('Address of an incoming webhook: https://hooks.slack.com/services/…'),
    to: none,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('teams'),
    url: url('Address of a workflow with the trigger “When a Teams webhook request is received”'),
    to: none,
  }),
  z.strictObject({ ...common, kind: z.literal('email'), url: z.null().optional(), to: addresses }),
]);
export type AlertDestinationInput = z.infer<typeof destinationInput>;

const testResult = z.object({
  ok: z.boolean(),
  /** HTTP status, or the reply code of the mail server; null: there was no answer */
  status: z.number().int().nullable(),
  ms: z.number().int(),
  error: z.object({ code: z.enum(deliveryProblemCodes), message: z.string() }).nullable(),
});
export type AlertTest = z.infer<typeof testResult>;

const rotated = z.object({
  secret: z.string().describe('What webhooks are signed with from now on, shown this once'),
  formerUntil: z.string().describe('Until then they are signed with the former secret, too'),
});

export const alertDestinationOperations = {
  'GET /api/v1/alert-destinations': {
    summary: 'List where alerts go, by name',
    scope: 'devices:read',
    answer: z.object({
      items: z.array(alertDestination),
      mail: z
        .object({ configured: z.boolean(), from: nullableText })
        .describe(
          'Whether this server can send mail: TENKO_SMTP_URL or TENKO_MAIL_BY_GRAPH, and TENKO_MAIL_FROM',
        ),
    }),
  },
  'POST /api/v1/alert-destinations': {
    summary: 'Create a destination. The answer to a webhook has its secret, this once',
    scope: 'admin',
    body: destinationInput,
    status: 201,
    answer: createdDestination,
  },
  'GET /api/v1/alert-destinations/{id}': {
    summary: 'Get a destination',
    scope: 'devices:read',
    answer: alertDestination,
    problems: [404],
  },
  'PUT /api/v1/alert-destinations/{id}': {
    summary: 'Change a destination. Its kind stays, and so does an address that is left out',
    scope: 'admin',
    body: destinationInput,
    answer: alertDestination,
    problems: [404],
  },
  'DELETE /api/v1/alert-destinations/{id}': {
    summary: 'Delete a destination with its deliveries',
    scope: 'admin',
    answer: z.object({ id: z.string() }),
    problems: [404],
  },
  'POST /api/v1/alert-destinations/{id}/test': {
    summary: 'Send a test at once, and return what the receiver answered',
    scope: 'admin',
    answer: testResult,
    problems: [404],
  },
  'POST /api/v1/alert-destinations/{id}/rotate-secret': {
    summary: 'Give a webhook a new secret. For a day it is signed with the former one, too',
    scope: 'admin',
    answer: rotated,
    problems: [404, 409],
  },
} satisfies Operations;
