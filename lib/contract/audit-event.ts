import { z } from 'zod';
import { actorKinds } from '#lib/domain/people/actor';
import { auditExportFormats, auditOutcomes, auditSorts } from '#lib/domain/people/audit-event';
import type { Operations } from './operation.ts';
import { many, text, timestamp, wholeNumber } from './primitives.ts';

const nullableText = z.string().nullable();
const facts = z.record(z.string(), z.unknown());

export const auditEvent = z
  .object({
    id: z.string(),
    at: z.string(),
    actor: z.object({ kind: z.enum(actorKinds), name: z.string(), id: nullableText }),
    /** noun.verb, such as `device.retire` */
    action: z.string(),
    outcome: z.enum(auditOutcomes),
    /** How often the same refusal happened again within its minute */
    count: z.number().int(),
    /** The id of the object of the action; for a refused call, its method and path */
    target: nullableText,
    /** The current name of the target, if it is a device */
    targetName: nullableText,
    before: facts.nullable(),
    after: facts.nullable(),
    details: facts,
    /** Where the request came from */
    address: nullableText,
    userAgent: nullableText,
    requestId: nullableText,
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEvent>;

const filters = {
  actor: many(text(200)).describe('Names'),
  action: many(text(100)),
  target: text(300).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  after: timestamp.optional().describe('At this time or later'),
  before: timestamp.optional().describe('Before this time'),
  q: text(200)
    .optional()
    .describe('Part of the actor, action, target, address, request id or changed values; case-insensitive'),
  sort: z.enum(auditSorts).default('-at'),
};

export const auditQuery = z.strictObject({
  ...filters,
  limit: wholeNumber(1, 200).default(50),
  cursor: z.string().max(1000).optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditExportQuery = z.strictObject({ ...filters, format: z.enum(auditExportFormats) });
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

export const auditPage = z.object({ items: z.array(auditEvent), nextCursor: nullableText });
export type AuditPage = z.infer<typeof auditPage>;

export const auditOperations = {
  'GET /api/v1/audit-events': {
    summary: 'List audit events, done and refused, page by page',
    scope: 'audit:read',
    query: auditQuery,
    answer: auditPage,
  },
  'GET /api/v1/audit-events/export': {
    summary: 'Export all matching events as a file: NDJSON or CEF',
    scope: 'audit:read',
    query: auditExportQuery,
    answer: z.string(),
    media: { ndjson: 'application/x-ndjson', cef: 'text/plain' },
  },
} satisfies Operations;
